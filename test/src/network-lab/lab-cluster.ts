// The network of a small cluster in the lab: two nodes with a pod each on the left and the right, and a client beyond.
// Services are put into the rules of both nodes by hand; the API is not part of this.

import type { Node, Service } from '@wherry/api/core-v1';
import type { EndpointSlice } from '@wherry/api/discovery-v1';
import { silentLog } from '@wherry/component';
import {
  conntrackCommand,
  flowKeeper,
  ipCommand,
  nftablesPlane,
  nftCommand,
  planRoutes,
  planServiceTable,
  routesKeeper,
} from '@wherry/proxy';
import { createNetworkLab, type NetworkLab, type Station } from './network-lab.ts';

export interface LabCluster {
  readonly lab: NetworkLab;
  readonly left: Station;
  readonly right: Station;
  readonly client: Station;
  /** On the left node. */
  readonly pods: readonly [Station, Station];
  /** On the right node. */
  readonly far: Station;
  /** What both nodes serve from now on. */
  serve(...services: readonly ServedService[]): Promise<void>;
  /** Lets new processes take over the rules of both nodes, as after a restart. */
  restartProxies(): void;
  remove(): Promise<void>;
}

export interface ServedService {
  readonly service: Service;
  readonly slices: readonly EndpointSlice[];
}

export const POD_CIDR = '10.244.0.0/16';
export const SERVICE_CIDR = '10.96.0.0/16';
/** Answered by every node itself. */
export const DNS_IP = '10.96.0.10';
const PORTS = [8080, 9090] as const;

export async function createLabCluster(): Promise<LabCluster> {
  const lab = await createNetworkLab();
  return furnish(lab).catch(async (error: unknown) => {
    await lab.remove();
    throw error;
  });
}

async function furnish(lab: NetworkLab): Promise<LabCluster> {
  const [left, right, client] = [await lab.addNode(11), await lab.addNode(12), await lab.addNode(50)];
  const pods = [await lab.addPod(left, '10.244.11.2'), await lab.addPod(left, '10.244.11.3')] as const;
  const far = await lab.addPod(right, '10.244.12.2');
  await Promise.all([...pods, far].map((pod) => pod.serve(...PORTS)));
  // The client knows the way to the cluster IPs, as a machine in the same network may.
  await client.run('ip', 'route', 'add', SERVICE_CIDR, 'via', left.ip);
  const nodes = [nodeOf('left', left, '10.244.11.0/24'), nodeOf('right', right, '10.244.12.0/24')];
  for (const [name, node] of [['left', left] as const, ['right', right] as const]) {
    const settings = ['ip_forward=1', 'conf.all.send_redirects=0', 'conf.eth0.send_redirects=0'];
    await node.run('sysctl', '-q', '-w', ...settings.map((setting) => `net.ipv4.${setting}`));
    const keeper = routesKeeper({ ip: ipCommand(['ip', '-n', node.namespace]), hasIpv6: false });
    const input = { nodes, nodeName: name, serviceCidrs: [SERVICE_CIDR], ownIps: [DNS_IP], hasIpv6: false };
    await keeper.keep(planRoutes(input));
  }
  const planes = (): { name: string; plane: ReturnType<typeof planeOf> }[] => [
    { name: 'left', plane: planeOf(left) },
    { name: 'right', plane: planeOf(right) },
  ];
  let present = planes();
  return {
    lab,
    left,
    right,
    client,
    pods,
    far,
    async serve(...served) {
      const services = served.map(({ service }) => service);
      const slices = served.flatMap((each) => each.slices);
      for (const { name, plane } of present) {
        await plane.carryOut(planServiceTable({ services, slices, nodeName: name }));
      }
    },
    restartProxies: () => (present = planes()),
    remove: () => lab.remove(),
  };
}

function planeOf({ namespace, ip }: Station) {
  const inside = ['ip', 'netns', 'exec', namespace];
  const conntrack = conntrackCommand([...inside, 'conntrack']);
  return nftablesPlane({
    nft: nftCommand([...inside, 'nft']),
    flows: flowKeeper({ conntrack, nodeIps: () => [ip], log: silentLog }),
    log: silentLog,
    podCidrs: [POD_CIDR],
    serviceCidrs: [SERVICE_CIDR],
    ownIps: [DNS_IP],
  });
}

function nodeOf(name: string, { ip }: Station, podCIDR: string): Node {
  return {
    metadata: { name },
    spec: { podCIDR, podCIDRs: [podCIDR] },
    status: { addresses: [{ type: 'InternalIP', address: ip }] },
  } as Node;
}
