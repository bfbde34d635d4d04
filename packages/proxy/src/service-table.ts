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
  /** Addresses from outside that the Service names itself. */
  readonly externalIps: readonly string[];
  /** The addresses of its load balancer. */
  readonly balancerIps: readonly string[];
  readonly nodePort: number | undefined;
  readonly affinity: Affinity;
  /** For traffic from within the cluster. */
  readonly internal: readonly TableEndpoint[];
  /** For traffic that comes in by a node port or an external address. */
  readonly external: readonly TableEndpoint[];
  /** Those on all nodes: for what the node and its pods send to an address from outside. */
  readonly cluster: readonly TableEndpoint[];
  /** Traffic from outside keeps its source address: it only goes to endpoints of this node. */
  readonly keepsSource: boolean;
  /** Nothing of the Service is anywhere: callers are told at once. With the policy Local, traffic is dropped instead. */
  readonly hasEndpoints: boolean;
  /** Clients that may use the load balancer's addresses; empty for all. */
  readonly sourceRanges: readonly string[];
  readonly healthCheckNodePort: number | undefined;
  /** The ready endpoints on this node, which load balancers ask for. */
  readonly readyHere: readonly string[];
}

export interface TableInput {
  readonly services: Iterable<Readonly<Service>>;
  readonly slices: Iterable<Readonly<EndpointSlice>>;
  readonly nodeName: string;
  /** For topology-aware slices. */
  readonly zone?: string;
}

const SERVICE_LABEL = 'kubernetes.io/service-name';
/** Services and slices with the first of these labels are somebody else's to serve, those with the second nobody's. */
const NOT_OURS = ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'];

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

function isOurs({ metadata: { labels = {} } }: Pick<Service | EndpointSlice, 'metadata'>): boolean {
  return NOT_OURS.every((label) => labels[label] === undefined);
}

function isServed(service: Readonly<Service>): boolean {
  const { spec } = service;
  if (spec.type === 'ExternalName' || !isOurs(service)) return false;
  return (spec.clusterIPs ?? []).some((ip) => ip !== 'None' && ip !== '');
}

function groupSlices(slices: Iterable<Readonly<EndpointSlice>>): Map<string, Readonly<EndpointSlice>[]> {
  const groups = new Map<string, Readonly<EndpointSlice>[]>();
  for (const slice of slices) {
    const service = slice.metadata.labels?.[SERVICE_LABEL];
    if (service === undefined || slice.addressType === 'FQDN' || !isOurs(slice)) continue;
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
  const cluster = usable(candidates, { ...here, localOnly: false });
  const local = usable(candidates, { ...here, localOnly: true });
  const balancers = (status.loadBalancer.ingress ?? [])
    .filter(({ ipMode }) => ipMode !== 'Proxy')
    .flatMap(({ ip }) => ip ?? []);
  const { timeoutSeconds } = spec.sessionAffinityConfig?.clientIP ?? {};
  return {
    id: `${metadata.namespace ?? ''}/${metadata.name ?? ''}:${portName}`,
    protocol: protocolOf(protocol),
    clusterIps: (spec.clusterIPs ?? []).filter((ip) => ip !== 'None' && ip !== ''),
    port: port.port,
    externalIps: spec.externalIPs ?? [],
    balancerIps: balancers,
    nodePort: nodePort === 0 ? undefined : nodePort,
    affinity: spec.sessionAffinity === 'ClientIP' ? (timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS) : undefined,
    internal: spec.internalTrafficPolicy === 'Local' ? local : cluster,
    external: keepsSource ? local : cluster,
    cluster,
    keepsSource,
    hasEndpoints: cluster.length > 0,
    sourceRanges: spec.loadBalancerSourceRanges ?? [],
    healthCheckNodePort: spec.healthCheckNodePort === 0 ? undefined : spec.healthCheckNodePort,
    readyHere: candidates.filter(({ isReady, nodeName }) => isReady && nodeName === here.nodeName).map(({ ip }) => ip),
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
  readonly isEndingWell: boolean;
  /** The zones and nodes that it is meant for. */
  readonly zones: readonly string[];
  readonly nodes: readonly string[];
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
          isEndingWell: (conditions.serving ?? isReady) && conditions.terminating === true,
          zones: (hints?.forZones ?? []).map(({ name: zone }) => zone),
          nodes: (hints?.forNodes ?? []).map(({ name: node }) => node),
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
  const meant = localOnly ? ready : nearby(ready, { nodeName, zone });
  const chosen = ready.length > 0 ? meant : here.filter(({ isEndingWell }) => isEndingWell);
  return chosen
    .map(({ ip, port, nodeName: on }) => ({ ip, port, isLocal: on === nodeName }))
    .sort((a, b) => (a.ip === b.ip ? a.port - b.port : a.ip < b.ip ? -1 : 1));
}

/** With hints on all endpoints, those meant for this node, or else this zone; hints on some are no hints (KEP-3015). */
function nearby(ready: readonly Candidate[], { nodeName, zone }: Location): readonly Candidate[] {
  const forNode = ready.filter(({ nodes }) => nodes.includes(nodeName));
  if (forNode.length > 0 && ready.every(({ nodes }) => nodes.length > 0)) return forNode;
  const forZone = ready.filter(({ zones }) => zone !== undefined && zones.includes(zone));
  return forZone.length > 0 && ready.every(({ zones }) => zones.length > 0) ? forZone : ready;
}
