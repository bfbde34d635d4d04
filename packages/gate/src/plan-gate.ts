/** Which ports of the user's machine lead into the cluster, and where to. Pure. */
import type { Node, Service, ServicePort } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';

/** One port, open or to be opened. */
export interface GatePort {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** On the user's machine. */
  readonly port: number;
  /** On the nodes. */
  readonly nodePort: number;
  /** Addresses of nodes, in order. */
  readonly nodeIps: readonly string[];
  /** `namespace/name` of the Service that it is for. */
  readonly service: string;
}

/** A port that cannot be had, because another Service of the cluster has it. */
export interface RefusedPort {
  readonly service: string;
  readonly protocol: GatePort['protocol'];
  readonly port: number;
  /** `namespace/name` */
  readonly heldBy: string;
}

export interface GateInput {
  readonly services: Iterable<Readonly<Service>>;
  readonly slices: Iterable<Readonly<EndpointSlice>>;
  readonly nodes: Iterable<Readonly<Node>>;
  /** What is open now. */
  readonly open: Iterable<GatePort>;
}

export interface GatePlan {
  readonly open: readonly GatePort[];
  /** Open already, for another Service or to other nodes. */
  readonly change: readonly GatePort[];
  readonly close: readonly GatePort[];
  readonly refused: readonly RefusedPort[];
}

/** What no two ports share. */
export const gatePortKey = ({ protocol, port }: Pick<GatePort, 'protocol' | 'port'>): string => `${protocol} ${port}`;

export function planGate({ services, slices, nodes, open }: GateInput): GatePlan {
  const ready = [...nodes].filter(isReady);
  const nodesOf = nodesWithEndpoints(slices);
  const wanted = new Map<string, GatePort>();
  const refused: RefusedPort[] = [];
  for (const { service, port, isNodePort } of claims(services)) {
    const name = nameOf(service);
    const claim = claimOf(port, isNodePort);
    const holder = wanted.get(gatePortKey(claim));
    // A load balancer whose port is its node port asks for nothing more.
    if (holder?.service === name) continue;
    if (holder === undefined) {
      const isLocal = service.spec.externalTrafficPolicy === 'Local';
      const serving = isLocal ? ready.filter(({ metadata }) => nodesOf.get(name)?.has(metadata.name ?? '')) : ready;
      const nodeIps = serving.flatMap(internalIps).toSorted();
      wanted.set(gatePortKey(claim), { ...claim, nodeIps, service: name });
    } else refused.push({ service: name, protocol: claim.protocol, port: claim.port, heldBy: holder.service });
  }
  const present = new Map([...open].map((port) => [gatePortKey(port), port]));
  return {
    open: [...wanted].filter(([key]) => !present.has(key)).map(([, port]) => port),
    change: [...wanted].filter(([key, port]) => differs(present.get(key), port)).map(([, port]) => port),
    close: [...present].filter(([key]) => !wanted.has(key)).map(([, port]) => port),
    refused,
  };
}

interface Claim {
  readonly service: Readonly<Service>;
  readonly port: Readonly<ServicePort>;
  readonly isNodePort: boolean;
}

/** In the order in which they are served: node ports, which the cluster hands out once, then load balancers by age. */
function claims(services: Iterable<Readonly<Service>>): Claim[] {
  const outward = [...services].filter(({ spec }) => spec.type === 'NodePort' || spec.type === 'LoadBalancer');
  const byAge = outward.toSorted((a, b) => compare(ageOf(a), ageOf(b)));
  const of = (service: Readonly<Service>, isNodePort: boolean): Claim[] =>
    (service.spec.ports ?? [])
      .filter(({ nodePort = 0 }) => nodePort !== 0)
      .map((port) => ({ service, port, isNodePort }));
  return [
    ...byAge.flatMap((service) => of(service, true)),
    // One with a class is somebody else's to serve.
    ...byAge
      .filter(({ spec }) => spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined)
      .flatMap((service) => of(service, false)),
  ];
}

function claimOf({ protocol = 'TCP', port, nodePort = 0 }: Readonly<ServicePort>, isNodePort: boolean) {
  return { protocol: protocolOf(protocol), port: isNodePort ? nodePort : port, nodePort };
}

function protocolOf(protocol: string): GatePort['protocol'] {
  return protocol === 'UDP' ? 'udp' : protocol === 'SCTP' ? 'sctp' : 'tcp';
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const nameOf = ({ metadata }: Readonly<Service>): string => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
const ageOf = (service: Readonly<Service>): string => `${service.metadata.creationTimestamp ?? ''} ${nameOf(service)}`;

function differs(present: GatePort | undefined, wanted: GatePort): boolean {
  if (present === undefined) return false;
  const textOf = ({ nodePort, nodeIps, service }: GatePort): string => [nodePort, service, ...nodeIps].join(' ');
  return textOf(present) !== textOf(wanted);
}

function isReady({ status }: Readonly<Node>): boolean {
  return (status.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

function internalIps({ status }: Readonly<Node>): string[] {
  return (status.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => address);
}

function nodesWithEndpoints(slices: Iterable<Readonly<EndpointSlice>>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { metadata, endpoints } of slices) {
    const service = `${metadata.namespace ?? ''}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`;
    const nodes = found.get(service) ?? new Set<string>();
    for (const { nodeName, conditions } of endpoints) {
      if (nodeName !== undefined && conditions.ready !== false) nodes.add(nodeName);
    }
    found.set(service, nodes);
  }
  return found;
}
