import type { Node } from '@wherry/api/core-v1';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { silentLog } from '@wherry/component';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ensureKernelSettings } from './kernel-settings.ts';
import { planRoutes } from './plan-routes.ts';
import { routesKeeper } from './routes-keeper.ts';

const node = (name: string, podCIDRs: string[], ips: string[]): Node => ({
  metadata: { name },
  spec: { podCIDRs },
  status: {
    addresses: ips.map((address) => ({ type: 'InternalIP', address })),
    daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
    nodeInfo: {
      machineID: '',
      systemUUID: '',
      bootID: '',
      kernelVersion: '',
      osImage: '',
      containerRuntimeVersion: '',
      kubeletVersion: '',
      kubeProxyVersion: '',
      operatingSystem: '',
      architecture: '',
    },
  },
});
const nodes = [
  node('a', ['10.244.1.0/24', 'fd00:1::/64'], ['172.30.0.11', 'fd30::11']),
  node('b', ['10.244.2.0/24', 'fd00:2::/64'], ['172.30.0.12', 'fd30::12']),
  node('new', [], ['172.30.0.13']),
  node('lost', ['10.244.4.0/24'], []),
];
const rest = { nodes, nodeName: 'a', serviceCidrs: ['10.96.0.0/16', 'fd00::/108'], ownIps: ['10.96.0.10', 'fd00::a'] };

describe('planRoutes', () => {
  it('leads to other nodes, and nowhere for own pods that are gone and cluster IPs', () => {
    expect(planRoutes({ ...rest, hasIpv6: false })).toEqual({
      routes: ['10.96.0.0/16 dev wherry0', '10.244.2.0/24 via 172.30.0.12', 'blackhole 10.244.1.0/24'],
      addresses: ['10.96.0.10/32'],
    });
  });

  it('does the same for IPv6 where the node has it', () => {
    const { routes, addresses } = planRoutes({ ...rest, hasIpv6: true });
    expect(routes).toContain('fd00:2::/64 via fd30::12');
    expect(routes).toContain('blackhole fd00:1::/64');
    expect(routes).toContain('fd00::/108 dev wherry0');
    expect(addresses).toEqual(['10.96.0.10/32', 'fd00::a/128']);
  });
});

/** A kernel with these routes and addresses; records the commands. */
function kernelWith(routes: readonly object[], addresses: readonly string[]) {
  const commands: string[] = [];
  return {
    commands,
    read(args: readonly string[]): Promise<unknown> {
      if (args[0] === 'link') return Promise.resolve([{ ifname: 'wherry0', flags: ['BROADCAST', 'UP'] }]);
      if (args[0] === 'address') {
        const info = addresses.map((address) => {
          const [local, bits] = address.split('/');
          return { local, prefixlen: Number(bits) };
        });
        return Promise.resolve([{ ifname: 'wherry0', addr_info: info }]);
      }
      return Promise.resolve(routes);
    },
    batch: (given: readonly string[]) => Promise.resolve(void commands.push(...given)),
  };
}

describe('routesKeeper', () => {
  const plan = planRoutes({ ...rest, hasIpv6: false });
  const asPlanned = [
    { dst: '10.96.0.0/16', dev: 'wherry0' },
    { dst: '10.244.2.0/24', gateway: '172.30.0.12', dev: 'eth0' },
    { type: 'blackhole', dst: '10.244.1.0/24' },
  ];

  it('changes nothing when all is as planned', async () => {
    const ip = kernelWith(asPlanned, ['10.96.0.10/32']);
    expect(await routesKeeper({ ip, hasIpv6: false }).keep(plan)).toBe('unchanged');
    expect(ip.commands).toEqual([]);
  });

  it('adds what is missing, replaces what leads elsewhere, and takes away what nobody wants', async () => {
    const [, , blackhole] = asPlanned;
    const moved = { dst: '10.244.2.0/24', gateway: '172.30.0.99', dev: 'eth0' };
    const gone = { dst: '10.244.9.0/24', gateway: '172.30.0.19', dev: 'eth0' };
    const ip = kernelWith([moved, gone, blackhole ?? {}], ['10.96.0.11/32']);
    expect(await routesKeeper({ ip, hasIpv6: false }).keep(plan)).toBe('changed');
    expect(ip.commands).toEqual([
      'address del 10.96.0.11/32 dev wherry0',
      'address add 10.96.0.10/32 dev wherry0 scope host',
      'route del 10.244.9.0/24 via 172.30.0.19 proto 87',
      'route replace 10.96.0.0/16 dev wherry0 proto 87',
      'route replace 10.244.2.0/24 via 172.30.0.12 proto 87',
    ]);
  });
});

describe('ensureKernelSettings', () => {
  async function settings(values: Readonly<Record<string, string>>): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), 'wherry-settings-'));
    onTestFinished(() => rm(root, { recursive: true }));
    for (const [path, value] of Object.entries(values)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), `${value}\n`);
    }
    return root;
  }

  it('makes the kernel carry packets of others', async () => {
    const root = await settings({ 'net/ipv4/ip_forward': '0', 'net/ipv6/conf/all/forwarding': '1' });
    await ensureKernelSettings({ hasIpv6: true, log: silentLog, root });
    expect(await readFile(join(root, 'net/ipv4/ip_forward'), 'utf8')).toBe('1');
  });

  it('says what is needed when it cannot', async () => {
    const root = await settings({ 'net/ipv4/ip_forward': '1' });
    await expect(ensureKernelSettings({ hasIpv6: true, log: silentLog, root })).rejects.toThrow(
      'Cannot set net.ipv6.conf.all.forwarding to 1: start the machine with it',
    );
  });
});
