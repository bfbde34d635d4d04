/** Which ports of the user's machine lead into the cluster, and where to. Pure. */
import type { Node, Service, ServicePort } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import { keyOf } from '@wherry/client';
import { entryNodes, type EntryNodes } from './entry-nodes.ts';

export type GateProtocol = 'tcp' | 'udp';

/** One port that is to be open. */
export interface GatePort {
  readonly protocol: GateProtocol;
  /** On the user's machine. */
  readonly port: number;
  /** `namespace/name` of the Service that it is for. */
  readonly service: string;
  /** Where it leads: connections are spread over these addresses, in order. Empty: nobody answers. */
  readonly to: readonly string[];
  readonly toPort: number;
  /** The node that knows the way to an address that no machine has: a cluster IP. */
  readonly via?: string;
}

/** A port that cannot be had. */
export interface RefusedPort {
  readonly service: string;
  readonly key: string;
  /** Ends a sentence that begins with what cannot be opened. */
  readonly why: string;
}

export interface GateTable {
  readonly ports: ReadonlyMap<string, GatePort>;
  readonly refused: readonly RefusedPort[];
}

export interface GateInput {
  readonly services: Iterable<Readonly<Service>>;
  readonly slices: Iterable<Readonly<EndpointSlice>>;
  readonly nodes: Iterable<Readonly<Node>>;
  /** The table before this one: what must not move without need stays where it is. */
  readonly before?: ReadonlyMap<string, GatePort>;
}

/** What no two ports share, as labels, events and logs show it: `tcp/30080`. */
export const gatePortKey = (protocol: string, port: number): string => `${protocol.toLowerCase()}/${port}`;

/** The address from which clients on the user's machine come. */
const CLIENT = '127.0.0.1';

export function gateTable({ services, slices, nodes, before = new Map() }: GateInput): GateTable {
  const entries = entryNodes({ slices, nodes });
  const ports = new Map<string, GatePort>();
  const refused: RefusedPort[] = [];
  for (const claim of claims(services)) {
    const key = gatePortKey(claim.port.protocol ?? 'TCP', claim.number);
    const service = keyOf(claim.service);
    const holder = ports.get(key)?.service;
    // A load balancer whose port is its node port asks for nothing more.
    if (holder === service) continue;
    const why = holder === undefined ? refusal(claim) : `the Service ${holder} of this cluster has it`;
    if (why !== undefined) refused.push({ service, key, why });
    else ports.set(key, { ...way(claim, { entries, before: before.get(key) }), service });
  }
  return { ports, refused };
}

/** Whether the gate is the load balancer of a Service: one with a class is somebody else's to serve. */
export function isBalanced({ metadata, spec }: Readonly<Service>): boolean {
  const isLeaving = metadata.deletionTimestamp !== undefined;
  return spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined && !isLeaving;
}

interface Claim {
  readonly service: Readonly<Service>;
  readonly port: Readonly<ServicePort>;
  /** On the user's machine. */
  readonly number: number;
  readonly isBalancer: boolean;
}

/** In the order in which they are served: node ports, which the cluster hands out once, then load balancers by age. */
function claims(services: Iterable<Readonly<Service>>): Claim[] {
  const outward = [...services].filter(({ spec }) => spec.type === 'NodePort' || spec.type === 'LoadBalancer');
  const byAge = outward.toSorted((a, b) => compare(ageOf(a), ageOf(b)));
  const portsOf = ({ spec }: Readonly<Service>): readonly ServicePort[] => spec.ports ?? [];
  return [
    ...byAge.flatMap((service) =>
      portsOf(service)
        .filter(({ nodePort = 0 }) => nodePort !== 0)
        .map((port) => ({ service, port, number: port.nodePort ?? 0, isBalancer: false })),
    ),
    ...byAge
      .filter(isBalanced)
      .flatMap((service) => portsOf(service).map((port) => ({ service, port, number: port.port, isBalancer: true }))),
  ];
}

/** Why a claim cannot be granted, whoever else claims the port. */
function refusal({ service: { spec }, port, isBalancer }: Claim): string | undefined {
  if (port.protocol === 'SCTP') return 'ports of the protocol SCTP cannot be led into the cluster';
  if (!isBalancer) return undefined;
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0 && !ranges.some(holdsClient))
    return `its loadBalancerSourceRanges keep out ${CLIENT}, where its clients come from: ${ranges.join(', ')}`;
  if ((port.nodePort ?? 0) === 0 && ipv4Of(spec) === undefined)
    return 'it has neither a node port nor a cluster IP of version 4';
  return undefined;
}

interface Surroundings {
  readonly entries: EntryNodes;
  readonly before: GatePort | undefined;
}

function way(
  { service, port, number, isBalancer }: Claim,
  { entries, before }: Surroundings,
): Omit<GatePort, 'service'> {
  const { spec } = service;
  const from = { protocol: port.protocol === 'UDP' ? 'udp' : 'tcp', port: number } as const;
  const isLocal = spec.externalTrafficPolicy === 'Local';
  const nodes = entries({ service: keyOf(service), isLocal, isBalancer });
  const nodePort = port.nodePort ?? 0;
  if (nodePort !== 0) {
    // All clients of this machine are one to the nodes, and each node remembers by itself where it has sent them.
    const to = spec.sessionAffinity === 'ClientIP' ? oneOf(nodes, before?.to) : nodes;
    return { ...from, to, toPort: nodePort };
  }
  const [via] = oneOf(nodes, before?.via === undefined ? [] : [before.via]);
  const clusterIp = ipv4Of(spec);
  if (via === undefined || clusterIp === undefined) return { ...from, to: [], toPort: port.port };
  return { ...from, to: [clusterIp], toPort: port.port, via };
}

/** The one that was chosen before, as long as it is there. */
function oneOf(nodes: readonly string[], before: readonly string[] = []): readonly string[] {
  const chosen = before.find((node) => nodes.includes(node)) ?? nodes[0];
  return chosen === undefined ? [] : [chosen];
}

function ipv4Of({ clusterIP = '', clusterIPs = [clusterIP] }: Readonly<Service>['spec']): string | undefined {
  return clusterIPs.find((ip) => /^\d+\.\d+\.\d+\.\d+$/.test(ip));
}

function holdsClient(range: string): boolean {
  const [address = '', bits = '32'] = range.trim().split('/');
  if (address.includes(':')) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(CLIENT) / size);
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const ageOf = (service: Readonly<Service>): string => `${service.metadata.creationTimestamp ?? ''} ${keyOf(service)}`;
