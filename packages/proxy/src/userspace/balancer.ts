/** Chooses an endpoint for a client: by chance, or the same again while its time is not out. */
import { BlockList, isIPv6 } from 'node:net';
import type { Clock } from '@wherry/component';
import type { TableEndpoint } from '../service-table.ts';
import type { ListenerPlan } from './plan-listeners.ts';

export interface Balancer {
  /** From now on. */
  update(plan: ListenerPlan): void;
  /** All endpoints, the one to try first in front; none for a client that is not let in. */
  choose(client: string): readonly TableEndpoint[];
  /** Tells with which endpoint the client is now. */
  remember(client: string, endpoint: TableEndpoint): void;
  has(endpoint: TableEndpoint): boolean;
}

export interface BalancerOptions {
  readonly clock: Clock;
  /** From 0 to below 1. @default by chance */
  readonly random?: () => number;
}

const keyOf = ({ ip, port }: TableEndpoint): string => `${ip} ${port}`;

export function createBalancer(first: ListenerPlan, { clock, random = Math.random }: BalancerOptions): Balancer {
  let plan = first;
  let admitted = rangesOf(first);
  const clients = new Map<string, { readonly endpoint: string; readonly until: number }>();
  const forgetOld = (): void => {
    for (const [client, { until }] of clients) if (until <= clock.monotonic()) clients.delete(client);
  };
  return {
    update(next) {
      plan = next;
      admitted = rangesOf(next);
      if (next.affinity === undefined) clients.clear();
      forgetOld();
    },
    choose(client) {
      if (admitted !== undefined && !admitted.check(client, isIPv6(client) ? 'ipv6' : 'ipv4')) return [];
      const { endpoints } = plan;
      const known = clients.get(client);
      const kept = known !== undefined && known.until > clock.monotonic() ? known.endpoint : undefined;
      const place = endpoints.findIndex((endpoint) => keyOf(endpoint) === kept);
      const start = place === -1 ? Math.floor(random() * endpoints.length) : place;
      return [...endpoints.slice(start), ...endpoints.slice(0, start)];
    },
    remember(client, endpoint) {
      if (plan.affinity === undefined) return;
      clients.set(client, { endpoint: keyOf(endpoint), until: clock.monotonic() + plan.affinity * 1000 });
    },
    has: (endpoint) => plan.endpoints.some((present) => keyOf(present) === keyOf(endpoint)),
  };
}

function rangesOf({ sourceRanges }: ListenerPlan): BlockList | undefined {
  if (sourceRanges.length === 0) return undefined;
  const ranges = new BlockList();
  for (const range of sourceRanges) {
    const [address = '', bits = ''] = range.trim().split('/');
    ranges.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return ranges;
}
