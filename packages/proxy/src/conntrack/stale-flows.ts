/**
 * Which flows of datagrams the kernel would still lead to endpoints that are gone. Unlike a connection, a flow lasts as
 * long as its sender goes on sending, and would never see the new rules. Pure.
 */
import type { TableEntry } from '../service-table.ts';

/** Flows with the same ends, whoever sends: what they are addressed to, and who answers. */
export interface Flow {
  readonly destination: string;
  readonly port: number;
  readonly answeredBy: string;
  readonly answeredByPort: number;
}

export interface FlowsInput {
  readonly entries: readonly TableEntry[];
  /** The addresses of the node itself, where node ports are. */
  readonly nodeIps: readonly string[];
  readonly flows: readonly Flow[];
}

/** Flows to a port of a Service that none of its endpoints answers. */
export function staleFlows({ entries, nodeIps, flows }: FlowsInput): Flow[] {
  const endpointsOf = new Map<string, ReadonlySet<string>>();
  for (const entry of entries) {
    if (entry.protocol !== 'udp') continue;
    const endpoints = new Set(
      [...entry.internal, ...entry.external, ...entry.cluster].map(({ ip, port }) => `${ip} ${port}`),
    );
    const ips = [...entry.clusterIps, ...entry.externalIps, ...entry.balancerIps];
    for (const ip of ips) endpointsOf.set(`${ip} ${entry.port}`, endpoints);
    if (entry.nodePort === undefined) continue;
    for (const ip of nodeIps) endpointsOf.set(`${ip} ${entry.nodePort}`, endpoints);
  }
  return flows.filter(({ destination, port, answeredBy, answeredByPort }) => {
    const endpoints = endpointsOf.get(`${destination} ${port}`);
    return endpoints !== undefined && !endpoints.has(`${answeredBy} ${answeredByPort}`);
  });
}
