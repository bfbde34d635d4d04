/** The administrator's kubeconfig: what kubectl is given. */
import { join } from 'node:path';
import { formatKubeconfig, readIfPresent, replaceFile } from '@wherry/pki';
import { type ClusterPki } from './cluster-pki.ts';

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
    credentials: { client: pki.admin },
    user: 'kubernetes-admin',
  });
  if ((await readIfPresent(path)) !== text) await replaceFile(path, text);
  return path;
}
