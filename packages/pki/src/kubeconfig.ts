/**
 * Kubeconfig files: how kubectl and components find the apiserver and say who they are. Written as YAML whose values
 * are JSON strings, so nothing needs escaping.
 */
import { type CertifiedKey } from './certificate.ts';

/** By what the reader of the file shows who it is: a key pair, the files that hold one, or a token. */
export type KubeconfigCredentials =
  | { readonly client: CertifiedKey }
  | { readonly clientFiles: { readonly certificate: string; readonly key: string } }
  | { readonly token: string };

export interface KubeconfigOptions {
  /** `https://host:port` */
  readonly server: string;
  /** The certificate (PEM) of the authority that signs the server's certificate. */
  readonly authority: string;
  readonly credentials: KubeconfigCredentials;
  /** How the file names the user. */
  readonly user: string;
  /** The name of cluster and context; `wherry` unless told. */
  readonly name?: string;
}

/** The text of a kubeconfig. */
export function formatKubeconfig({ server, authority, credentials, user, name = 'wherry' }: KubeconfigOptions): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: ${quoted(name)}
  cluster:
    server: ${quoted(server)}
    certificate-authority-data: ${base64(authority)}
users:
- name: ${quoted(user)}
  user:
${credentialLines(credentials).join('\n')}
contexts:
- name: ${quoted(name)}
  context:
    cluster: ${quoted(name)}
    user: ${quoted(user)}
current-context: ${quoted(name)}
`;
}

function credentialLines(credentials: KubeconfigCredentials): string[] {
  if ('token' in credentials) return [`    token: ${quoted(credentials.token)}`];
  if ('clientFiles' in credentials) {
    const { certificate, key } = credentials.clientFiles;
    return [`    client-certificate: ${quoted(certificate)}`, `    client-key: ${quoted(key)}`];
  }
  const { certificate, key } = credentials.client;
  return [`    client-certificate-data: ${base64(certificate)}`, `    client-key-data: ${base64(key)}`];
}

const quoted = (value: string): string => JSON.stringify(value);
const base64 = (value: string): string => Buffer.from(value).toString('base64');
