/** What has become of the ports, as far as is known. */
import type { Metrics } from '@wherry/component';
import type { GateTable } from '../table/gate-table.ts';

/** `failed` has the reason in CamelCase. */
export type PortState = { readonly type: 'open' } | { readonly type: 'failed'; readonly reason: string };

export interface PortStates {
  /** Undefined: it is closed. */
  set(key: string, state: PortState | undefined): void;
  /** The same with the eyes of a Service, which sees no ports of others. */
  seenBy(service: string, table: GateTable): PortsOfService;
}

export interface PortsOfService {
  /** What has become of a port that the Service asks for; undefined while it is not known yet. */
  stateOf(key: string): PortState | undefined;
  /** Whether it stands open, as far as is known, and for nobody else. */
  isOpen(key: string): boolean;
}

export interface PortStatesOptions {
  readonly metrics: Metrics;
  /** Ports that an earlier gate may have left open. */
  readonly held: Iterable<string>;
}

export function portStates({ metrics, held }: PortStatesOptions): PortStates {
  const states = new Map<string, PortState | { readonly type: 'held' }>();
  for (const key of held) states.set(key, { type: 'held' });
  const gauge = metrics.gauge({
    name: 'wherry_gate_ports',
    help: 'Ports of this machine that Services have, by what has become of them.',
    labels: ['state'],
  });
  metrics.onCollect(() => {
    for (const type of ['open', 'failed'] as const)
      gauge.with({ state: type }).set([...states.values()].filter((state) => state.type === type).length);
  });
  return {
    set(key, state) {
      if (state === undefined) states.delete(key);
      else states.set(key, state);
    },
    seenBy(service, table) {
      const ownerOf = (key: string) => table.ports.get(key)?.service;
      const isRefused = (key: string) => table.refused.some((port) => port.service === service && port.key === key);
      return {
        stateOf(key) {
          if (ownerOf(key) !== service) return isRefused(key) ? { type: 'failed', reason: 'PortRefused' } : undefined;
          const state = states.get(key);
          return state?.type === 'held' ? undefined : state;
        },
        isOpen(key) {
          const type = states.get(key)?.type;
          return type !== undefined && type !== 'failed' && (ownerOf(key) ?? service) === service;
        },
      };
    },
  };
}
