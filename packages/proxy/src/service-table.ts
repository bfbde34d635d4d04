/**
 * What a node's network has to do for Services: pure, from Services and EndpointSlices to a table that any data plane
 * can carry out. One entry a Service port, with the endpoints that may be used from this node.
 */
import type { Service, ServicePort } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';

export type Protocol = 'tcp' | 'udp' | 'sctp';

export interface TableEndpoint {
  readonly ip: string;
  readonly port: number;
  /** On this very node. */
  readonly isLocal: boolean;
}

/** How long clients stay with their endpoint, in seconds; undefined for no affinity. */
export type Affinity = number | undefined;

/** One port of one Service. */
export interface TableEntry {
  /** `namespace/name:port` */
  readonly id: string;
  readonly protocol: Protocol;
  readonly clusterIps: readonly string[];
  readonly port: number;
  /** Addresses beside the cluster IPs: of load balancers, and external ones. */
  readonly externalIps: readonly string[];
  readonly nodePort: number | undefined;
  readonly affinity: Affinity;
  /** For traffic from within the cluster. */
  readonly internal: readonly TableEndpoint[];
  /** For traffic that comes in by a node port or an external address. */
  readonly external: readonly TableEndpoint[];
  /** Traffic from outside keeps its source address: it only goes to endpoints of this node. */
  readonly keepsSource: boolean;
  /** Nothing of the Service is anywhere: callers are told at once. With the policy Local, traffic is dropped instead. */
  readonly hasEndpoints: boolean;
  /** Clients that may use the load balancer's addresses; empty for all. */
  readonly sourceRanges: readonly string[];
  readonly healthCheckNodePort: number | undefined;
}

export interface TableInput {
  readonly services: Iterable<Readonly<Service>>;
  readonly slices: Iterable<Readonly<EndpointSlice>>;
  readonly nodeName: string;
  /** For topology-aware slices. */
  readonly zone?: string;
}

const SERVICE_LABEL = 'kubernetes.io/service-name';
/** Services with this label are somebody else's to serve, as headless ones are nobody's. */
const PROXY_NAME_LABEL = 'service.kubernetes.io/service-proxy-name';

/** The table, in the order of its ids. */
export function planServiceTable(input: TableInput): TableEntry[] {
  const slicesOf = groupSlices(input.slices);
  const entries: TableEntry[] = [];
  for (const service of input.services) {
    if (!isServed(service)) continue;
    const { namespace = '', name = '' } = service.metadata;
    const slices = slicesOf.get(`${namespace}/${name}`) ?? [];
    for (const port of service.spec.ports ?? []) entries.push(entryOf(service, port, { slices, ...location(input) }));
  }
  return entries.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

interface Location {
  readonly nodeName: string;
  readonly zone: string | undefined;
}

const location = ({ nodeName, zone }: TableInput): Location => ({ nodeName, zone });

function isServed({ metadata, spec }: Readonly<Service>): boolean {
  if (spec.type === 'ExternalName' || metadata.labels?.[PROXY_NAME_LABEL] !== undefined) return false;
  return (spec.clusterIPs ?? []).some((ip) => ip !== 'None' && ip !== '');
}

function groupSlices(slices: Iterable<Readonly<EndpointSlice>>): Map<string, Readonly<EndpointSlice>[]> {
  const groups = new Map<string, Readonly<EndpointSlice>[]>();
  for (const slice of slices) {
    const service = slice.metadata.labels?.[SERVICE_LABEL];
    if (service === undefined || slice.addressType === 'FQDN') continue;
    const key = `${slice.metadata.namespace ?? ''}/${service}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [slice]);
    else group.push(slice);
  }
  return groups;
}

function entryOf(
  { metadata, spec, status }: Readonly<Service>,
  port: Readonly<ServicePort>,
  { slices, ...here }: Location & { readonly slices: readonly Readonly<EndpointSlice>[] },
): TableEntry {
  const { name: portName = '', protocol = 'TCP', nodePort = 0 } = port;
  const candidates = candidatesFor(slices, { name: portName, protocol });
  const keepsSource = spec.externalTrafficPolicy === 'Local';
  const internal = usable(candidates, { ...here, localOnly: spec.internalTrafficPolicy === 'Local' });
  const external = keepsSource
    ? usable(candidates, { ...here, localOnly: true })
    : usable(candidates, { ...here, localOnly: false });
  const balancers = (status.loadBalancer.ingress ?? [])
    .filter(({ ipMode }) => ipMode !== 'Proxy')
    .flatMap(({ ip }) => ip ?? []);
  const { timeoutSeconds } = spec.sessionAffinityConfig?.clientIP ?? {};
  return {
    id: `${metadata.namespace ?? ''}/${metadata.name ?? ''}:${portName}`,
    protocol: protocolOf(protocol),
    clusterIps: (spec.clusterIPs ?? []).filter((ip) => ip !== 'None' && ip !== ''),
    port: port.port,
    externalIps: [...(spec.externalIPs ?? []), ...balancers],
    nodePort: nodePort === 0 ? undefined : nodePort,
    affinity: spec.sessionAffinity === 'ClientIP' ? (timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS) : undefined,
    internal,
    external,
    keepsSource,
    hasEndpoints: usable(candidates, { ...here, localOnly: false }).length > 0,
    sourceRanges: spec.loadBalancerSourceRanges ?? [],
    healthCheckNodePort: spec.healthCheckNodePort,
  };
}

const DEFAULT_AFFINITY_SECONDS = 10_800;

function protocolOf(protocol: string): Protocol {
  return protocol === 'UDP' ? 'udp' : protocol === 'SCTP' ? 'sctp' : 'tcp';
}

interface Candidate {
  readonly ip: string;
  readonly port: number;
  readonly nodeName: string | undefined;
  readonly isReady: boolean;
  /** Still answers though it is on its way out. */
  readonly isServing: boolean;
  readonly zones: readonly string[];
}

function candidatesFor(
  slices: readonly Readonly<EndpointSlice>[],
  wanted: { readonly name: string; readonly protocol: string },
): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { ports, endpoints } of slices) {
    for (const { name = '', protocol = 'TCP', port } of ports) {
      if (port === undefined || name !== wanted.name || protocol !== wanted.protocol) continue;
      for (const { addresses, conditions, nodeName, hints } of endpoints) {
        // All addresses of an endpoint are the same endpoint: the first one stands for it.
        const [ip] = addresses;
        if (ip === undefined) continue;
        const isReady = conditions.ready !== false;
        found.set(`${ip}:${port}`, {
          ip,
          port,
          nodeName,
          isReady,
          isServing: conditions.serving ?? isReady,
          zones: (hints?.forZones ?? []).map((zone) => zone.name),
        });
      }
    }
  }
  return [...found.values()];
}

/**
 * Ready endpoints; when there are none, those that still serve while they end (KEP-1669): better a server on its way out
 * than nobody.
 */
function usable(
  candidates: readonly Candidate[],
  { nodeName, zone, localOnly }: Location & { readonly localOnly: boolean },
): TableEndpoint[] {
  const here = localOnly ? candidates.filter((candidate) => candidate.nodeName === nodeName) : candidates;
  const ready = here.filter(({ isReady }) => isReady);
  const chosen =
    ready.length > 0 ? nearby(ready, localOnly ? undefined : zone) : here.filter(({ isServing }) => isServing);
  return chosen
    .map(({ ip, port, nodeName: on }) => ({ ip, port, isLocal: on === nodeName }))
    .sort((a, b) => (a.ip === b.ip ? a.port - b.port : a.ip < b.ip ? -1 : 1));
}

/** With hints on all endpoints, those meant for this zone; hints on some only are no hints (KEP-2433). */
function nearby(ready: readonly Candidate[], zone: string | undefined): readonly Candidate[] {
  if (zone === undefined || ready.some(({ zones }) => zones.length === 0)) return ready;
  const near = ready.filter(({ zones }) => zones.includes(zone));
  return near.length > 0 ? near : ready;
}
