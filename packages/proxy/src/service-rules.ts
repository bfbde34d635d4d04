/** Keeps a node's way of serving Services in step with the cluster: whole table, compare, swap. */
import { Services, type Node } from '@wherry/api/core-v1';
import { EndpointSlices, type EndpointSlice } from '@wherry/api/discovery-v1';
import { startInformer, type Informer, type Reader } from '@wherry/client';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import type { DataPlane } from './data-plane.ts';
import { planServiceTable, type TableEntry } from './service-table.ts';
import { settle } from './settle.ts';

export interface ServiceRulesOptions {
  readonly client: Reader;
  readonly plane: DataPlane;
  readonly nodes: Pick<Informer<Node>, 'get' | 'onChange'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly nodeName: string;
  /** Is told that something has changed, and of every table that has been carried out. @default nobody */
  readonly observer?: ServiceRulesObserver;
}

export interface ServiceRulesObserver {
  changed(): void;
  carriedOut(done: CarriedOut): void;
}

export interface CarriedOut {
  readonly entries: readonly TableEntry[];
  /** What they were made from. */
  readonly slices: readonly Readonly<EndpointSlice>[];
  readonly milliseconds: number;
}

/** The rest between two writes gathers what a rollout changes one by one; the first change is written at once. */
const REST_MS = 50;
const RETRY_MS = 1000;
const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Starts; resolves when the table has been carried out once. */
export function startServiceRules(options: ServiceRulesOptions): Promise<Running> {
  const { client, plane, nodes, clock, log, nodeName, observer } = options;
  return starting(async (own) => {
    const shared = { client, clock, log };
    const services = own(await startInformer({ ...shared, resource: Services }));
    const slices = own(await startInformer({ ...shared, resource: EndpointSlices }));
    const written = Promise.withResolvers<void>();
    let zone: string | undefined;
    const work = async (): Promise<'unchanged' | void> => {
      zone = zoneOf(nodes.get(nodeName));
      const begin = clock.monotonic();
      const used = slices.list();
      const entries = planServiceTable({
        services: services.list(),
        slices: used,
        nodeName,
        ...(zone === undefined ? {} : { zone }),
      });
      const outcome = await plane.carryOut(entries);
      observer?.carriedOut({ entries, slices: used, milliseconds: clock.monotonic() - begin });
      written.resolve();
      return outcome;
    };
    const settler = own(settle({ work, clock, log, rest: REST_MS, retry: RETRY_MS }));
    const changed = (): void => {
      observer?.changed();
      settler.changed();
    };
    for (const informer of [services, slices]) own(informer.onChange(changed));
    // Nodes tell of themselves every few seconds; only a move to another zone means something here.
    own(nodes.onChange(() => zoneOf(nodes.get(nodeName)) !== zone && changed()));
    changed();
    await written.promise;
  });
}

function zoneOf(node: Readonly<Node> | undefined): string | undefined {
  return node?.metadata.labels?.[ZONE_LABEL];
}
