// The same for IPv6, as far as it differs: the kernel takes the rules and the routes, and packets arrive.

import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '@wherry/component';
import { ipCommand, nftablesPlane, nftCommand, planServiceTable, routesKeeper } from '@wherry/proxy';
import { canHaveNetworkLab, createNetworkLab, type NetworkLab, type Station } from './network-lab/network-lab.ts';

const isPossible = existsSync('/proc/net/if_inet6') && (await canHaveNetworkLab());

describe.skipIf(!isPossible)('Services by IPv6', () => {
  let lab: NetworkLab;
  let stations: { readonly node: Station; readonly one: Station; readonly two: Station };

  beforeAll(async () => {
    lab = await createNetworkLab();
    const node = await lab.addNode(11);
    stations = { node, one: await lab.addPod(node, 'fd00:1::2'), two: await lab.addPod(node, 'fd00:1::3') };
    await stations.one.serve(8080);
    await node.run('sysctl', '-q', '-w', 'net.ipv6.conf.all.forwarding=1');
    const keeper = routesKeeper({ ip: ipCommand(['ip', '-n', node.namespace]), hasIpv6: true });
    const plan = { routes: ['fd00:96::/108 dev wherry0', 'blackhole fd00:1::/64'], addresses: ['fd00:96::a/128'] };
    expect(await keeper.keep(plan)).toBe('changed');
    expect(await keeper.keep(plan)).toBe('unchanged');
  });
  afterAll(() => lab.remove());

  const carryOut = (endpoints: readonly string[]): Promise<unknown> => {
    const { namespace } = stations.node;
    const plane = nftablesPlane({
      nft: nftCommand(['ip', 'netns', 'exec', namespace, 'nft']),
      log: silentLog,
      podCidrs: ['10.244.0.0/16', 'fd00:1::/48'],
      serviceCidrs: ['10.96.0.0/16', 'fd00:96::/108'],
      hasIpv6: true,
    });
    const metadata = { namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } };
    const port = { name: 'http', protocol: 'TCP' as const };
    const service = {
      metadata: { namespace: 'default', name: 'web' },
      spec: { clusterIPs: ['fd00:96::7'], ports: [{ ...port, port: 80, targetPort: 8080 }] },
      status: { loadBalancer: {} },
    };
    const slice = {
      metadata,
      addressType: 'IPv6' as const,
      ports: [{ ...port, port: 8080 }],
      endpoints: endpoints.map((ip) => ({ addresses: [ip], nodeName: 'here', conditions: {} })),
    };
    return plane.carryOut(planServiceTable({ services: [service], slices: [slice], nodeName: 'here' }));
  };

  it('lead from the cluster IP to the endpoint, also back to the pod that asks', async () => {
    await carryOut(['fd00:1::2']);
    expect(await stations.two.ask({ host: 'fd00:96::7', port: 80 })).toEqual(['pod1 fd00:1::3']);
    expect((await stations.one.ask({ host: 'fd00:96::7', port: 80 }))[0]).toMatch(/^pod1 /);
  });

  it('refuse when there are no endpoints, and drop what nobody has', async () => {
    await carryOut([]);
    expect(await stations.two.ask({ host: 'fd00:96::7', port: 80 })).toEqual(['ECONNREFUSED']);
    expect(await stations.two.ask({ host: 'fd00:96::99', port: 80, patience: 300 })).toEqual(['SILENCE']);
  });
});
