/** By which nodes traffic for a Service may enter the cluster. Pure. */
import type { Node } from '@wherry/api/core-v1';
import type { Endpoint, EndpointSlice } from '@wherry/api/discovery-v1';

export interface EntryInput {
  readonly slices: Iterable<Readonly<EndpointSlice>>;
  readonly nodes: Iterable<Readonly<Node>>;
}

export interface Entrance {
  /** `namespace/name` */
  readonly service: string;
  /** Traffic must not leave the node that it enters by. */
  readonly isLocal: boolean;
  readonly isBalancer: boolean;
}

/** The addresses of the nodes, in order. */
export type EntryNodes = (entrance: Entrance) => readonly string[];

const SERVICE_LABEL = 'kubernetes.io/service-name';
/** Nodes with this label get no traffic of load balancers. */
const EXCLUDED_LABEL = 'node.kubernetes.io/exclude-from-external-load-balancers';

export function entryNodes({ slices, nodes }: EntryInput): EntryNodes {
  const ready = [...nodes].filter(isReady);
  const hosts = hostsOf(slices);
  return ({ service, isLocal, isBalancer }) => {
    const here = hosts.get(service);
    return ready
      .filter(({ metadata }) => !isLocal || here?.has(metadata.name ?? ''))
      .filter(({ metadata }) => !isBalancer || metadata.labels?.[EXCLUDED_LABEL] === undefined)
      .flatMap(internalIpv4s)
      .toSorted();
  };
}

function isReady({ metadata, status }: Readonly<Node>): boolean {
  const isWell = (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return isWell && metadata.deletionTimestamp === undefined;
}

function internalIpv4s({ status }: Readonly<Node>): string[] {
  return (status.addresses ?? [])
    .filter(({ type, address }) => type === 'InternalIP' && !address.includes(':'))
    .map(({ address }) => address);
}

/** The names of the nodes with endpoints, by Service: with ready ones, or else with ending ones that still serve. */
function hostsOf(slices: Iterable<Readonly<EndpointSlice>>): ReadonlyMap<string, ReadonlySet<string>> {
  const ready = hostsWhere(slices, ({ conditions }) => conditions.ready !== false);
  const ending = hostsWhere(slices, ({ conditions }) => conditions.serving === true && conditions.terminating === true);
  return new Map([...ending, ...ready]);
}

function hostsWhere(
  slices: Iterable<Readonly<EndpointSlice>>,
  isWanted: (endpoint: Readonly<Endpoint>) => boolean,
): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { metadata, endpoints } of slices) {
    const service = `${metadata.namespace ?? ''}/${metadata.labels?.[SERVICE_LABEL] ?? ''}`;
    for (const endpoint of endpoints) {
      if (endpoint.nodeName === undefined || !isWanted(endpoint)) continue;
      const hosts = found.get(service) ?? new Set<string>();
      found.set(service, hosts.add(endpoint.nodeName));
    }
  }
  return found;
}
