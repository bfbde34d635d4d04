/** The Service table as sockets of this process: where it listens, and whom it leads to. Pure. */
import { isIPv6 } from 'node:net';
import type { Affinity, TableEndpoint, TableEntry } from '../service-table.ts';

export interface ListenerPlan {
  /** Where it listens; `0.0.0.0` for node ports. */
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly endpoints: readonly TableEndpoint[];
  readonly affinity: Affinity;
  /** Clients that are let in; empty for all. */
  readonly sourceRanges: readonly string[];
}

/** A listener's name: two plans with the same one are the same socket. */
export const listenerKey = ({ protocol, address, port }: ListenerPlan): string => `${protocol} ${address} ${port}`;

/**
 * A port without endpoints is not listened on, so that the kernel refuses it by itself. SCTP is left out: there are no
 * such sockets here.
 */
export function planListeners(entries: readonly TableEntry[]): ListenerPlan[] {
  return entries.flatMap((entry) => {
    const { protocol, port, affinity, nodePort } = entry;
    if (protocol === 'sctp') return [];
    const shared = { protocol, affinity, sourceRanges: [] };
    const external = { ...shared, port, endpoints: entry.external };
    return [
      ...entry.clusterIps.map((address) => ({ ...shared, address, port, endpoints: entry.internal })),
      ...entry.externalIps.map((address) => ({ ...external, address })),
      ...entry.balancerIps.map((address) => ({ ...external, address, sourceRanges: entry.sourceRanges })),
      ...(nodePort === undefined ? [] : [{ ...external, address: '0.0.0.0', port: nodePort }]),
    ]
      .map((plan) => ({ ...plan, endpoints: plan.endpoints.filter(({ ip }) => isIPv6(ip) === isIPv6(plan.address)) }))
      .filter(({ endpoints }) => endpoints.length > 0);
  });
}
