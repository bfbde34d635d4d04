/** How the kubelet serves, by its flags. */
import { readFile } from 'node:fs/promises';
import type { KubeletFlags } from '../flags.ts';
import type { KubeletServing } from './serving.ts';

/** @throws when a file cannot be read, or a certificate comes without its key */
export async function servingOf(
  flags: Pick<
    KubeletFlags,
    | 'address'
    | 'port'
    | 'tls-cert-file'
    | 'tls-private-key-file'
    | 'client-ca-file'
    | 'streaming-connection-idle-timeout'
  >,
): Promise<KubeletServing> {
  const { address, port, 'streaming-connection-idle-timeout': idleTimeout } = flags;
  const [cert, key, clientAuthority] = await Promise.all(
    [flags['tls-cert-file'], flags['tls-private-key-file'], flags['client-ca-file']].map(async (path) =>
      path === '' ? undefined : readFile(path, 'utf8'),
    ),
  );
  if ((cert === undefined) !== (key === undefined))
    throw new Error('--tls-cert-file and --tls-private-key-file are only good together');
  return {
    address,
    port,
    idleTimeout,
    ...(cert === undefined || key === undefined ? {} : { certificate: { cert, key } }),
    ...(clientAuthority === undefined ? {} : { clientAuthority }),
  };
}
