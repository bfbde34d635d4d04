/** Keeps a node's routes in step with the nodes of the cluster, and with what others do to the kernel's. */
import type { Node } from '@wherry/api/core-v1';
import type { Informer } from '@wherry/client';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import { settle } from '../settle.ts';
import type { IpCommand } from './ip-command.ts';
import { planRoutes } from './plan-routes.ts';
import { routesKeeper } from './routes-keeper.ts';

export interface RoutesOptions {
  readonly nodes: Pick<Informer<Node>, 'list' | 'onChange'>;
  readonly ip: IpCommand;
  readonly clock: Clock;
  readonly log: Log;
  readonly nodeName: string;
  readonly serviceCidrs: readonly string[];
  /** Cluster IPs that this node answers itself. */
  readonly ownIps: readonly string[];
  readonly hasIpv6: boolean;
}

const REST_MS = 100;
const RETRY_MS = 2000;
/** How often the kernel's routes are looked at though no node has changed. */
const LOOK_MS = 30_000;

/** Starts; resolves when the routes have been kept once, also when the kernel refused some: those are tried again. */
export function startRoutes(options: RoutesOptions): Promise<Running> {
  const { nodes, ip, clock, log, hasIpv6 } = options;
  return starting(async (own) => {
    const keeper = routesKeeper({ ip, hasIpv6 });
    const tried = Promise.withResolvers<void>();
    let known = '';
    const plan = () => planRoutes({ ...options, nodes: nodes.list() });
    const work = async (): Promise<void> => {
      try {
        const wanted = plan();
        known = JSON.stringify(wanted);
        await keeper.keep(wanted);
      } finally {
        tried.resolve();
      }
    };
    const settler = own(settle({ work, clock, log, rest: REST_MS, retry: RETRY_MS }));
    // Nodes tell of themselves every few seconds, mostly nothing that matters here.
    own(nodes.onChange(() => JSON.stringify(plan()) !== known && settler.changed()));
    const timer = clock.every(LOOK_MS, () => settler.changed());
    own(() => timer.cancel());
    settler.changed();
    await tried.promise;
  });
}
