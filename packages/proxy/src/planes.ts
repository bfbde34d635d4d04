/** The data planes by their names. */
import { releasing, type Clock, type Log, type Running } from '@wherry/component';
import { conntrackCommand } from './conntrack/conntrack-command.ts';
import { flowKeeper } from './conntrack/flow-keeper.ts';
import type { DataPlane } from './data-plane.ts';
import type { ProxyFlags } from './flags.ts';
import { nftCommand } from './nftables/nft-command.ts';
import { nftablesPlane } from './nftables/nftables-plane.ts';
import { nodeIps } from './node-ips.ts';
import type { IpCommand } from './routes/ip-command.ts';
import { userspacePlane } from './userspace/userspace-plane.ts';

export interface PlaneOptions {
  readonly flags: ProxyFlags;
  readonly ip: IpCommand;
  readonly clock: Clock;
  readonly log: Log;
  readonly hasIpv6: boolean;
}

/** The rules in the kernel outlive the process; sockets end with it. */
export function startPlane({ flags, ip, clock, log, hasIpv6 }: PlaneOptions): DataPlane & Running {
  const ownIps = flags['cluster-dns'];
  if (flags['proxy-mode'] === 'userspace') return userspacePlane({ ip, clock, log, ownIps });
  const plane = nftablesPlane({
    nft: nftCommand(),
    flows: flowKeeper({ conntrack: conntrackCommand(), nodeIps, log }),
    log,
    podCidrs: flags['cluster-cidr'],
    serviceCidrs: flags['service-cluster-ip-range'],
    ownIps,
    hasIpv6,
  });
  return { ...plane, ...releasing(() => undefined) };
}
