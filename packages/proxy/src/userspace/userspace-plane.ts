/**
 * The Service table carried out by this process, for kernels without nftables: cluster IPs become addresses of the
 * node's loopback, and every port a socket. Endpoints see the node as their client.
 */
import { isIPv4 } from 'node:net';
import { describeError, releasing, type Clock, type Log, type Running } from '@wherry/component';
import type { DataPlane } from '../data-plane.ts';
import { addressCommand, readAddresses } from '../routes/addresses.ts';
import type { IpCommand } from '../routes/ip-command.ts';
import type { TableEntry } from '../service-table.ts';
import { createBalancer, type Balancer } from './balancer.ts';
import type { Listener } from './listener.ts';
import { listenerKey, planListeners, type ListenerPlan } from './plan-listeners.ts';
import { listenTcp } from './tcp-listener.ts';
import { listenUdp } from './udp-listener.ts';

export interface UserspacePlaneOptions {
  /** Cluster IPs that this node answers itself. @default none */
  readonly ownIps?: readonly string[];
  readonly ip: IpCommand;
  readonly clock: Clock;
  readonly log: Log;
}

const DEVICE = 'lo';

export function userspacePlane({ ip, clock, log, ownIps = [] }: UserspacePlaneOptions): DataPlane & Running {
  const open = new Map<string, { readonly balancer: Balancer; readonly listener: Listener }>();
  const listen = async (plan: ListenerPlan): Promise<void> => {
    const balancer = createBalancer(plan, { clock });
    const { address, port } = plan;
    const options = { address, port, balancer, clock };
    try {
      const listener = await (plan.protocol === 'udp' ? listenUdp(options) : listenTcp(options));
      open.set(listenerKey(plan), { balancer, listener });
    } catch (error) {
      log.error('cannot listen for a Service', error, { address, port, protocol: plan.protocol });
    }
  };
  return {
    async carryOut(table) {
      const entries = table.filter(({ clusterIps }) => !clusterIps.some((address) => ownIps.includes(address)));
      await keepAddresses(ip, entries);
      const plans = new Map(planListeners(entries).map((plan) => [listenerKey(plan), plan]));
      for (const [key, { listener }] of open) {
        if (plans.has(key)) continue;
        open.delete(key);
        await listener.stop();
      }
      for (const [key, plan] of plans) {
        const present = open.get(key);
        present?.balancer.update(plan);
        present?.listener.changed();
        if (present === undefined) await listen(plan);
      }
    },
    ...releasing(async () => {
      await Promise.all([...open.values()].map(({ listener }) => listener.stop()));
      await keepAddresses(ip, []).catch((error: unknown) =>
        log.info('addresses of Services are left behind', { error: describeError(error) }),
      );
    }),
  };
}

/** Also those of Services without endpoints: there is somebody to refuse. */
async function keepAddresses(ip: IpCommand, entries: readonly TableEntry[]): Promise<void> {
  const ips = entries.flatMap((entry) => [...entry.clusterIps, ...entry.externalIps, ...entry.balancerIps]);
  const wanted = new Set(ips.map((address) => `${address}/${isIPv4(address) ? 32 : 128}`));
  const present = (await readAddresses(ip, DEVICE)).filter((address) => !/^(127\.|::1\/)/.test(address));
  const commands = [
    ...present.filter((address) => !wanted.has(address)).map((address) => ({ address, isWanted: false })),
    ...[...wanted].filter((address) => !present.includes(address)).map((address) => ({ address, isWanted: true })),
  ].map(({ address, isWanted }) => addressCommand(address, { device: DEVICE, isWanted }));
  if (commands.length > 0) await ip.batch(commands);
}
