/** How the containers of a pod resolve names. Pure. */
import type { Pod } from '@wherry/api/core-v1';
import type { SandboxSpec } from '../runtime/runtime.ts';
import type { NodeFacts } from './pod-context.ts';

type Dns = SandboxSpec['dns'];

const MOST_SERVERS = 3;

const NOTHING: Dns = { servers: [], searches: [], options: [] };

/**
 * By `dnsPolicy`, and then `dnsConfig`.
 * @param node how the node resolves names. @default left to the engine, which knows
 */
export function podDns(
  { metadata, spec }: Readonly<Pod>,
  { dnsServers, clusterDomain }: Pick<NodeFacts, 'dnsServers' | 'clusterDomain'>,
  node: Dns = NOTHING,
): Dns {
  const { dnsPolicy = 'ClusterFirst', dnsConfig = {}, hostNetwork = false } = spec;
  const asksCluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
  const namespace = metadata.namespace ?? '';
  const base: Dns = asksCluster
    ? {
        servers: dnsServers,
        searches: [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain],
        options: ['ndots:5'],
      }
    : dnsPolicy === 'None'
      ? NOTHING
      : node;
  const own = (dnsConfig.options ?? []).map(({ name = '', value }) =>
    value === undefined ? name : `${name}:${value}`,
  );
  const names = new Set(own.map(nameOf));
  return {
    servers: [...new Set([...base.servers, ...(dnsConfig.nameservers ?? [])])].slice(0, MOST_SERVERS),
    searches: [...new Set([...base.searches, ...(dnsConfig.searches ?? [])])],
    options: [...base.options.filter((option) => !names.has(nameOf(option))), ...own],
  };
}

const nameOf = (option: string) => option.split(':')[0] ?? option;
