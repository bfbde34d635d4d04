/** The Service table carried out by the kernel. */
import type { Log } from '@wherry/component';
import type { FlowKeeper } from '../conntrack/flow-keeper.ts';
import type { DataPlane } from '../data-plane.ts';
import type { Nft } from './nft-command.ts';
import { rulesKeeper } from './rules-keeper.ts';
import { serviceRuleset } from './service-ruleset.ts';

export interface NftablesPlaneOptions {
  readonly nft: Nft;
  /** Ends what the kernel remembers of datagrams to endpoints that are gone. @default nobody does */
  readonly flows?: FlowKeeper;
  readonly log: Log;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  /** Cluster IPs that this node answers itself. @default none */
  readonly ownIps?: readonly string[];
  /** Whether the node has IPv6, so that its table is kept too. @default false */
  readonly hasIpv6?: boolean;
}

export function nftablesPlane(options: NftablesPlaneOptions): DataPlane {
  const { nft, flows, log, podCidrs, serviceCidrs, ownIps = [], hasIpv6 = false } = options;
  const families = (hasIpv6 ? (['ip', 'ip6'] as const) : (['ip'] as const)).map((family) => ({
    family,
    keeper: rulesKeeper({ nft, log }),
  }));
  return {
    async carryOut(entries) {
      let isChanged = false;
      for (const { family, keeper } of families) {
        const kept = await keeper.keep(serviceRuleset({ entries, family, podCidrs, serviceCidrs, ownIps }));
        isChanged ||= kept !== 'unchanged';
      }
      // Afterwards: a datagram that comes in between is led by the new rules.
      await flows?.keep(entries);
      return isChanged ? undefined : 'unchanged';
    },
  };
}
