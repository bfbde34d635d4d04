/** Where the kubelet of a node listens, by what the Node says of itself. */
import type { Node } from '@wherry/api/core-v1';

export interface KubeletAddress {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
}

/** The port of a kubelet that does not name its own. */
const DEFAULT_PORT = 10250;
const HOSTNAME_LABEL = 'kubernetes.io/hostname';

/**
 * The first address of the most preferred type that there is.
 * @param preferred types of addresses, such as InternalIP, first choice first
 * @throws Error when the node has none of them
 */
export function kubeletAddress({ metadata, status }: Readonly<Node>, preferred: readonly string[]): KubeletAddress {
  const addresses = status.addresses ?? [];
  const declared = status.daemonEndpoints?.kubeletEndpoint?.Port ?? 0;
  const port = declared > 0 ? declared : DEFAULT_PORT;
  for (const type of preferred) {
    const host = addresses.find((address) => address.type === type)?.address;
    if (host !== undefined) return { host, port };
    const name = metadata.labels?.[HOSTNAME_LABEL] ?? '';
    if (type === 'Hostname' && name !== '') return { host: name, port };
  }
  const known = addresses.map(({ type, address }) => `{${type} ${address}}`).join(' ');
  throw new Error(`no preferred addresses found; known addresses: [${known}]`);
}
