import { startTestApi } from '@wherry/apiserver/testing';
import { Nodes, type Pod } from '@wherry/api/core-v1';
import { createClient, openTransport, startInformer, type Client } from '@wherry/client';
import { fakeClock, silentLog, starting, type FakeClock, type Running } from '@wherry/component';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeRuntime, type FakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { sandboxSpec, testPod } from '../runtime/testing/specs.ts';
import type { ContainerRecord, PodRef } from '../runtime/runtime.ts';
import { startCables } from './cables.ts';
import type { NodeKernel } from './node-kernel.ts';
import { deviceOf, type NodePicture } from './plan-cables.ts';
import { NetworkError, type NetworkDeps, type PodNetwork } from './pod-network.ts';

/** A kernel that remembers what was done to it. */
function fakeKernel() {
  const devices = new Map<string, { isUp: boolean; hasGateway: boolean }>();
  const routes = new Map<string, string>();
  const blackholes = new Map<string, { isOurs: boolean }>();
  const done: string[] = [];
  const transactions: string[] = [];
  /** What to do before a cable is laid; may throw. */
  let before: () => Promise<void> | void = () => undefined;
  const kernel: NodeKernel = {
    look: async (): Promise<NodePicture> => ({
      devices: new Map(devices),
      routes: new Map(routes),
      blackholes: new Map(blackholes),
      mtu: 1500,
    }),
    hasDevice: async (name) => devices.has(name),
    async lay({ sandboxId, address }) {
      done.push(`lay ${sandboxId}`);
      devices.set(deviceOf(sandboxId), { isUp: false, hasGateway: false });
      await before();
      await kernel.fasten({ sandboxId, address, label: '' });
    },
    async fasten({ sandboxId, address }) {
      devices.set(deviceOf(sandboxId), { isUp: true, hasGateway: true });
      routes.set(address, deviceOf(sandboxId));
    },
    async cut(device) {
      done.push(`cut ${device}`);
      devices.delete(device);
      for (const [address, to] of routes) if (to === device) routes.delete(address);
    },
    async route(commands) {
      for (const command of commands) blackholes.set(command.split(' ')[3] ?? '', { isOurs: true });
    },
    nft: async (transaction) => void transactions.push(transaction),
    forgetFlows: async () => undefined,
    openLoopback: async () => undefined,
    namespaceOf: async (pid) => `net:[${pid}]`,
  };
  return {
    kernel,
    devices,
    routes,
    blackholes,
    done,
    transactions,
    beforeLaying: (work: typeof before) => (before = work),
  };
}

interface Bench extends Running {
  readonly client: Client;
  readonly runtime: FakeRuntime;
  readonly clock: FakeClock;
  readonly nodes: NetworkDeps['nodes'];
  /** The pods that the API has. */
  readonly pods: Map<string, Pod>;
  readonly world: ReturnType<typeof fakeKernel>;
  /** How often somebody was told that there is trouble, or no more. */
  readonly told: string[];
  /** What happens after the engine was asked for all pods, before the answer is looked at. */
  whenAsked(work: () => Promise<void> | void): void;
  start(): Promise<PodNetwork & Running>;
}

function startBench(): Promise<Bench> {
  return starting<Omit<Bench, keyof Running>>(async (own) => {
    const api = own(await startTestApi());
    const transport = own(openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'kubelet' }));
    const client = createClient(transport);
    await client.create(Nodes, { metadata: { name: 'node-1' } });
    const [clock, pods, world, told] = [fakeClock(), new Map<string, Pod>(), fakeKernel(), [] as string[]];
    const runtime = createFakeRuntime({ clock });
    const nodes = own(await startInformer({ client, clock, log: silentLog, resource: Nodes }));
    const find = (uid: string) => pods.get(uid);
    let after: () => Promise<void> | void = () => undefined;
    const start = async () => {
      const onChange = () => void told.push(network.trouble() ?? 'no trouble');
      const allPods = async () => {
        const found = await runtime.pods();
        await after();
        return found;
      };
      const common = { runtime: { pods: allPods }, nodes, find, onChange, clock, log: silentLog };
      const network = await startCables({ ...common, kernel: world.kernel, reserved: [] });
      own(() => network.stop());
      return network;
    };
    const whenAsked: Bench['whenAsked'] = (work) => void (after = work);
    return { client, runtime, clock, nodes, pods, world, told, whenAsked, start };
  });
}

const ports = [{ containerPort: 80, hostPort: 8080 }];
const withHostPort = { spec: { containers: [{ name: 'app', ports }] } } as unknown as Pod;
const eventually = <T>(ask: () => T) => expect.poll(ask, { interval: 10 });

describe('startCables', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.stop());

  async function giveRange(podCIDR = '10.244.1.0/24') {
    const body = { spec: { podCIDR, podCIDRs: [podCIDR] } };
    await bench.client.patch(Nodes, { name: 'node-1' }, { type: 'merge', body });
    await eventually(() => bench.nodes.list()[0]?.spec.podCIDR).toBe(podCIDR);
  }
  async function startSandbox(network: PodNetwork, pod: PodRef = testPod(), attempt = 0) {
    const addresses = await network.allocate(pod);
    await bench.clock.advance(1);
    const { id, pid = 0 } = await bench.runtime.startSandbox(sandboxSpec({ pod, attempt, addresses }));
    return { id, pid, pod, addresses };
  }
  const look = () => bench.clock.advance(30_000);

  it('waits for the range of the node, and says when it is there', async () => {
    const network = await bench.start();
    expect(network.trouble()).toContain('reason:NetworkPluginNotReady');
    await expect(network.allocate(testPod())).rejects.toThrow(NetworkError);
    await giveRange();
    await eventually(() => bench.told).toEqual(['no trouble']);
    expect(await network.allocate(testPod())).toEqual(['10.244.1.2']);
    await eventually(() => [...bench.world.blackholes.keys()]).toEqual(['10.244.1.0/24']);
  });

  it('lays a cable once, and takes it away', async () => {
    await giveRange();
    const network = await bench.start();
    const sandbox = await startSandbox(network);
    await Promise.all([network.attach(sandbox), network.attach(sandbox)]);
    await network.attach(sandbox);
    expect(bench.world.done).toEqual([`lay ${sandbox.id}`]);
    await network.detach(sandbox);
    await network.detach(sandbox);
    expect(bench.world.done.slice(1)).toEqual([`cut ${deviceOf(sandbox.id)}`]);
  });

  it('takes on addresses and cables, and lays those anew that are not whole', async () => {
    await giveRange();
    const before = await bench.start();
    const [whole, half, absent] = [await startSandbox(before), await startSandbox(before), await startSandbox(before)];
    await before.attach(whole);
    bench.world.beforeLaying(() => {
      throw new NetworkError('killed');
    });
    await expect(before.attach(half)).rejects.toThrow('killed');
    await before.stop();
    bench.world.beforeLaying(() => undefined);
    bench.world.done.length = 0;
    const network = await bench.start();
    expect(bench.world.done.toSorted()).toEqual([`lay ${half.id}`, `lay ${absent.id}`].toSorted());
    expect(await network.allocate(half.pod)).toEqual(half.addresses);
    expect(await network.allocate(testPod())).toEqual(['10.244.1.5']);
  });

  it('keeps the address of a pod whose sandbox has ended until the pod is over', async () => {
    await giveRange('10.244.1.0/30');
    const before = await bench.start();
    const { id, pod, addresses } = await startSandbox(before);
    await bench.runtime.stopSandbox(id);
    await before.stop();
    const network = await bench.start();
    await expect(network.allocate(testPod())).rejects.toThrow('no IP addresses available');
    expect(await network.allocate(pod)).toEqual(addresses);
    network.release(pod);
    expect(bench.told).toEqual(['no trouble']);
    expect(await network.allocate(testPod())).toEqual(addresses);
  });

  it('cuts what belongs to no sandbox, and lays what somebody has cut', async () => {
    await giveRange();
    const network = await bench.start();
    const sandbox = await startSandbox(network);
    await network.attach(sandbox);
    await bench.world.kernel.cut(deviceOf(sandbox.id));
    bench.world.devices.set('podffffffffffff', { isUp: true, hasGateway: true });
    await look();
    await eventually(() => [...bench.world.devices.keys()]).toEqual([deviceOf(sandbox.id)]);
    expect(bench.world.routes.get(sandbox.addresses[0] ?? '')).toBe(deviceOf(sandbox.id));
  });

  it('does not cut a cable that is being laid while it looks', async () => {
    await giveRange();
    const network = await bench.start();
    const sandbox = await startSandbox(network);
    const go = Promise.withResolvers<void>();
    bench.world.beforeLaying(() => go.promise);
    const attached = network.attach(sandbox);
    await look();
    go.resolve();
    await attached;
    await look();
    expect(bench.world.done).toEqual([`lay ${sandbox.id}`]);
  });

  it('asks the engine again only when something is not as it was left', async () => {
    await giveRange();
    const network = await bench.start();
    const sandbox = await startSandbox(network);
    await network.attach(sandbox);
    await look();
    let asked = 0;
    bench.whenAsked(() => void (asked += 1));
    await look();
    expect(asked).toBe(0);
    bench.world.blackholes.clear();
    await look();
    await eventually(() => asked).toBe(1);
    await eventually(() => [...bench.world.blackholes.keys()]).toEqual(['10.244.1.0/24']);
  });

  it('does not take on a sandbox that is detached while it compares', async () => {
    await giveRange();
    const before = await bench.start();
    const sandbox = await startSandbox(before);
    bench.pods.set(sandbox.pod.uid, withHostPort);
    await before.attach(sandbox);
    await before.stop();
    let asked = 0;
    // The first time it asks for addresses alone.
    bench.whenAsked(async () => {
      asked += 1;
      if (asked === 2) await bench.world.kernel.cut(deviceOf(sandbox.id));
    });
    await bench.start();
    expect(asked).toBe(2);
    expect(bench.world.transactions).toHaveLength(3);
    expect(bench.world.transactions[2]).not.toContain('8080');
  });

  it('leads host ports to pods as long as they have their cable', async () => {
    await giveRange();
    const network = await bench.start();
    const sandbox = await startSandbox(network);
    bench.pods.set(sandbox.pod.uid, withHostPort);
    await network.attach(sandbox);
    const add = 'add element ip wherry-host-ports ports { tcp . 8080 : 10.244.1.2 . 80 }';
    expect(bench.world.transactions.at(-1)).toContain(add);
    bench.pods.delete(sandbox.pod.uid);
    await network.detach(sandbox);
    expect(bench.world.transactions.at(-1)).toContain('delete element ip wherry-host-ports ports { tcp . 8080 }');
  });

  it('knows a sandbox that has left its containers behind', async () => {
    await giveRange();
    const network = await bench.start();
    const { id, pid, addresses } = await startSandbox(network);
    const sandbox = { id, pid, addresses, attempt: 0, isReady: true, createdAt: 0, network: 'pod' } as const;
    const container = (own: number, sandboxId = id) =>
      ({ sandboxId, state: { type: 'running', startedAt: 0, pid: own } }) as ContainerRecord;
    expect(await network.isLost(sandbox, [container(pid)])).toBe(false);
    expect(await network.isLost(sandbox, [container(pid + 1)])).toBe(true);
    expect(await network.isLost(sandbox, [container(pid + 1, 'another')])).toBe(false);
    expect(await network.isLost({ ...sandbox, addresses: [] }, [])).toBe(true);
  });

  it('knows a sandbox that is in the network of a machine which has been made anew since', async () => {
    const network = await bench.start();
    const sandbox = { id: 's', addresses: [], attempt: 0, isReady: true, createdAt: 0, network: 'host' } as const;
    expect(await network.isLost({ ...sandbox, pid: process.pid }, [])).toBe(false);
    expect(await network.isLost({ ...sandbox, pid: process.pid + 1 }, [])).toBe(true);
    expect(await network.isLost(sandbox, [])).toBe(false);
  });
});
