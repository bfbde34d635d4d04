/**
 * The routes that are in force, and the connections behind them. A plan takes the place of the one before at once: requests
 * under way keep what they have, and connections to endpoints that stay are kept.
 */
import type { Endpoint, RoutePlan, Upstream } from '../routes/route-plan.ts';
import { compileRoutes, type RouteTable } from '../routes/route-table.ts';
import type { Balanced, LiveRoute } from './balance.ts';
import { EndpointPool, type Dial } from './endpoint-pool.ts';
import type { Asked } from './request-check.ts';

export interface LiveRoutesOptions {
  readonly dial: Dial;
  readonly now: () => number;
}

export class LiveRoutes {
  readonly #options: LiveRoutesOptions;
  #table: RouteTable<LiveRoute> | undefined;
  #pools = new Map<string, EndpointPool>();
  /** No more in force, and perhaps still busy. */
  readonly #leaving = new Set<EndpointPool>();

  constructor(options: LiveRoutesOptions) {
    this.#options = options;
  }

  find({ host, path }: Asked): LiveRoute | undefined {
    return this.#table?.find(host, path);
  }

  apply(plan: RoutePlan): void {
    const pools = new Map<string, EndpointPool>();
    const balanced = new Map<Upstream, Balanced>();
    const balancedFor = (upstream: Upstream): Balanced => {
      const known = balanced.get(upstream) ?? {
        pools: upstream.endpoints.map((one) => this.#pool(one, pools)),
        next: 0,
      };
      balanced.set(upstream, known);
      return known;
    };
    this.#table = compileRoutes(plan, (destination) => ({ destination, balanced: balancedFor(destination.upstream) }));
    for (const [key, pool] of this.#pools) {
      if (pools.has(key)) continue;
      pool.close();
      this.#leaving.add(pool);
    }
    this.#pools = pools;
  }

  /** Ends what has taken too long. */
  sweep(): void {
    for (const pool of this.#pools.values()) pool.sweep();
    for (const pool of this.#leaving) {
      pool.sweep();
      if (pool.active === 0) this.#leaving.delete(pool);
    }
  }

  /** Ends everything. */
  destroy(): void {
    for (const pool of [...this.#pools.values(), ...this.#leaving]) pool.destroy();
  }

  #pool(endpoint: Endpoint, pools: Map<string, EndpointPool>): EndpointPool {
    const key = `${endpoint.ip} ${endpoint.port}`;
    const pool = pools.get(key) ?? this.#pools.get(key) ?? new EndpointPool({ endpoint, ...this.#options });
    pools.set(key, pool);
    return pool;
  }
}
