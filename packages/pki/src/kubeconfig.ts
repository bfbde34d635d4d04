/**
 * Kubeconfig files: how kubectl and components find the apiserver and say who they are. For people they are YAML whose values
 * are JSON strings, so nothing needs escaping; for components JSON, which every reader of YAML reads too.
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

/** The text of a kubeconfig, for people. */
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
${credentialFields(credentials)
  .map(([field, value]) => `    ${field}: ${field.endsWith('-data') ? value : quoted(value)}`)
  .join('\n')}
contexts:
- name: ${quoted(name)}
  context:
    cluster: ${quoted(name)}
    user: ${quoted(user)}
current-context: ${quoted(name)}
`;
}

/** The text of a kubeconfig, for components. */
export function formatJsonKubeconfig(options: KubeconfigOptions): string {
  const { server, authority, credentials, user, name = 'wherry' } = options;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': base64(authority) } }],
    users: [{ name: user, user: Object.fromEntries(credentialFields(credentials)) }],
    contexts: [{ name, context: { cluster: name, user } }],
    'current-context': name,
  };
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

function credentialFields(credentials: KubeconfigCredentials): [string, string][] {
  if ('token' in credentials) return [['token', credentials.token]];
  if ('clientFiles' in credentials) {
    const { certificate, key } = credentials.clientFiles;
    return [
      ['client-certificate', certificate],
      ['client-key', key],
    ];
  }
  const { certificate, key } = credentials.client;
  return [
    ['client-certificate-data', base64(certificate)],
    ['client-key-data', base64(key)],
  ];
}

const quoted = (value: string): string => JSON.stringify(value);
const base64 = (value: string): string => Buffer.from(value).toString('base64');
