/** Keeps a node's rules for Services in step with the cluster: whole table, compare, swap. */
import { Nodes, Services, type Node } from '@wherry/api/core-v1';
import { EndpointSlices } from '@wherry/api/discovery-v1';
import { startInformer, type Reader } from '@wherry/client';
import { starting, type Clock, type Log, type Running } from '@wherry/component';
import type { Nft } from './nftables/nft-command.ts';
import { rulesKeeper } from './nftables/rules-keeper.ts';
import { serviceRuleset } from './nftables/service-ruleset.ts';
import { planServiceTable } from './service-table.ts';
import { settle } from './settle.ts';

export interface ServiceRulesOptions {
  readonly client: Reader;
  readonly nft: Nft;
  readonly clock: Clock;
  readonly log: Log;
  readonly nodeName: string;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  /** Whether the node has IPv6, so that its table is kept too. @default false */
  readonly hasIpv6?: boolean;
}

/** The rest between two writes gathers what a rollout changes one by one; the first change is written at once. */
const REST_MS = 50;
const RETRY_MS = 1000;
const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Starts; resolves when the rules have been written once. */
export function startServiceRules(options: ServiceRulesOptions): Promise<Running> {
  const { client, nft, clock, log, nodeName, podCidrs, serviceCidrs, hasIpv6 = false } = options;
  return starting(async (own) => {
    const shared = { client, clock, log };
    const services = own(await startInformer({ ...shared, resource: Services }));
    const slices = own(await startInformer({ ...shared, resource: EndpointSlices }));
    const query = { fieldSelector: `metadata.name=${nodeName}` };
    const nodes = own(await startInformer({ ...shared, resource: Nodes, query }));
    const families = (hasIpv6 ? ['ip', 'ip6'] : ['ip']).map((family) => ({
      family: family === 'ip6' ? ('ip6' as const) : ('ip' as const),
      keeper: rulesKeeper({ nft, log }),
    }));
    const written = Promise.withResolvers<void>();
    const work = async (): Promise<void> => {
      const zone = zoneOf(nodes.get(nodeName));
      const entries = planServiceTable({
        services: services.list(),
        slices: slices.list(),
        nodeName,
        ...(zone === undefined ? {} : { zone }),
      });
      for (const { family, keeper } of families) {
        await keeper.keep(serviceRuleset({ entries, family, podCidrs, serviceCidrs }));
      }
      written.resolve();
    };
    const settler = own(settle({ work, clock, log, rest: REST_MS, retry: RETRY_MS }));
    for (const informer of [services, slices, nodes]) own(informer.onChange(() => settler.changed()));
    settler.changed();
    await written.promise;
  });
}

function zoneOf(node: Readonly<Node> | undefined): string | undefined {
  return node?.metadata.labels?.[ZONE_LABEL];
}
