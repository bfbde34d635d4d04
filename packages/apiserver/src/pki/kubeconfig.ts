/**
 * Kubeconfig files: how kubectl and components find the apiserver and say who they are. Written as YAML whose values
 * are JSON strings, so nothing needs escaping.
 */
import { join } from 'node:path';
import { type CertifiedKey } from './certificate.ts';
import { type ClusterPki } from './cluster-pki.ts';
import { readIfPresent, replaceFile } from './key-directory.ts';

export interface KubeconfigOptions {
  /** `https://host:port` */
  readonly server: string;
  /** The certificate (PEM) of the authority that signs the server's certificate. */
  readonly authority: string;
  /** Who the reader of the file is. */
  readonly client: CertifiedKey;
  readonly user: string;
  /** The name of cluster and context; `wherry` unless told. */
  readonly name?: string;
}

/** The text of a kubeconfig that holds everything in itself. */
export function formatKubeconfig({ server, authority, client, user, name = 'wherry' }: KubeconfigOptions): string {
  const text = (value: string) => JSON.stringify(value);
  const base64 = (value: string) => Buffer.from(value).toString('base64');
  return `apiVersion: v1
kind: Config
clusters:
- name: ${text(name)}
  cluster:
    server: ${text(server)}
    certificate-authority-data: ${base64(authority)}
users:
- name: ${text(user)}
  user:
    client-certificate-data: ${base64(client.certificate)}
    client-key-data: ${base64(client.key)}
contexts:
- name: ${text(name)}
  context:
    cluster: ${text(name)}
    user: ${text(user)}
current-context: ${text(name)}
`;
}

/**
 * Writes `<data directory>/admin.kubeconfig`, unless it says the same already.
 *
 * @returns its path.
 */
export async function writeAdminKubeconfig({
  dataDir,
  server,
  pki,
}: {
  dataDir: string;
  server: string;
  pki: Pick<ClusterPki, 'authority' | 'admin'>;
}): Promise<string> {
  const path = join(dataDir, 'admin.kubeconfig');
  const text = formatKubeconfig({
    server,
    authority: pki.authority.certificate,
    client: pki.admin,
    user: 'kubernetes-admin',
  });
  if ((await readIfPresent(path)) !== text) await replaceFile(path, text);
  return path;
}
