/** Which endpoint a request goes to: the least busy, in turn among equals. */
import type { Destination } from '../routes/route-plan.ts';
import type { EndpointPool } from './endpoint-pool.ts';

/** The endpoints of one Service port, shared by all routes to it. */
export interface Balanced {
  readonly pools: readonly EndpointPool[];
  /** Where the next choice begins to look. */
  next: number;
}

/** A route as requests use it. */
export interface LiveRoute {
  readonly destination: Destination;
  readonly balanced: Balanced;
}

/** With more endpoints than this, a choice looks at some only. */
const MOST_LOOKED_AT = 32;

/** @param tried those that have failed this request already: they are chosen only when there is no other */
export function chooseEndpoint(balanced: Balanced, tried: readonly EndpointPool[]): EndpointPool | undefined {
  const { pools, next } = balanced;
  const count = pools.length;
  if (count === 0) return undefined;
  let best: EndpointPool | undefined;
  let bestCost = Infinity;
  let bestAt = next;
  for (let step = 0; step < Math.min(count, MOST_LOOKED_AT); step += 1) {
    const at = (next + step) % count;
    const pool = pools[at];
    if (pool === undefined) continue;
    const cost = pool.active + (pool.isCooling() ? COOLING_COST : 0) + (tried.includes(pool) ? TRIED_COST : 0);
    if (cost < bestCost) {
      best = pool;
      bestCost = cost;
      bestAt = at;
    }
    if (bestCost === 0) break;
  }
  // After the chosen one: or else the one behind a busy endpoint would get the share of both.
  balanced.next = (bestAt + 1) % count;
  return best;
}

const COOLING_COST = 1e6;
const TRIED_COST = 1e9;
