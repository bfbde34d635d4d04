/** The `/etc/hosts` of a pod. Pure. */
import type { Pod } from '@wherry/api/core-v1';
import { domainOf, hostnameOf } from './pod-hostname.ts';

/** By these programs tell who has written the file. */
const OWN_NETWORK = '# Kubernetes-managed hosts file.';
const HOST_NETWORK = '# Kubernetes-managed hosts file (host network).';

/** In a network of its own a pod knows itself by name; in that of the node, the node's file is the beginning. */
export function etcHosts(
  pod: Readonly<Pod>,
  {
    address,
    clusterDomain,
    nodeFile,
  }: {
    readonly address: string | undefined;
    readonly clusterDomain: string;
    readonly nodeFile: string;
  },
): string {
  const { spec } = pod;
  const aliases = (spec.hostAliases ?? []).map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}`);
  const added = aliases.length === 0 ? [] : ['', '# Entries added by HostAliases.', ...aliases];
  if (spec.hostNetwork === true) return `${[HOST_NETWORK, nodeFile.trimEnd(), ...added].join('\n')}\n`;
  const [hostname, domain] = [hostnameOf(pod), domainOf(pod, clusterDomain)];
  const full = domain === undefined ? [] : [`${hostname}.${domain}`];
  const own = address === undefined ? [] : [[address, ...full, hostname].join('\t')];
  const common = [
    OWN_NETWORK,
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::\tip6-localnet',
    'fe00::\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
  ];
  return `${[...common, ...own, ...added].join('\n')}\n`;
}
