// The node itself, on the real engine: what it says of itself, what it has for pods, and what it does when that runs out.

import { execFileSync } from 'node:child_process';
import type { Node } from '@wherry/api/core-v1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';
import {
  eventually,
  podsPath,
  shell,
  startKubeletOnDocker,
  untilTold,
  type KubeletOnDocker,
} from './kubelet-on-docker.ts';

const GIB = 2 ** 30;
const plenty = { available: 100 * GIB, capacity: 200 * GIB };
const readings = { memory: plenty, disk: plenty, pids: { available: 30_000, capacity: 32_768 } };
let left = readings;
let node: KubeletOnDocker;
beforeAll(async () => {
  node = await startKubeletOnDocker({
    readMachine: () => Promise.resolve(left),
    crashBackoff: { first: 100, most: 200 },
  });
});
afterAll(() => node.stop());

const look = async (): Promise<Node> => JSON.parse((await node.api.send('GET', '/api/v1/nodes/node-1')).text) as Node;
const has = (type: string) => async () => (await look()).status.conditions?.find((each) => each.type === type);
const phase = async (pod: string) => (await node.get(pod)).status.phase;
const status = async (pod: string) => (await node.get(pod)).status.containerStatuses?.[0];
const condition = async (pod: string, type: string) =>
  (await node.get(pod)).status.conditions?.find((each) => each.type === type);
const isRunning = (pod: string) => eventually(() => phase(pod)).toBe('Running');
const recordOf = async (name: string) => (await node.runtime.pods()).find(({ pod }) => pod.name === name);

describe('the node', () => {
  it('says what it is and has', async () => {
    await eventually(async () => (await look()).status.images?.length ?? 0).toBeGreaterThan(0);
    await eventually(has('Ready')).toMatchObject({ status: 'True' });
    const { metadata, status: said } = await look();
    expect(metadata.labels).toMatchObject({ 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': 'node-1' });
    expect(said).toMatchObject({
      capacity: { cpu: '2', memory: '2Gi', pods: '20' },
      allocatable: { cpu: '2', memory: '2Gi', pods: '20' },
      addresses: [
        { type: 'InternalIP', address: '127.0.0.1' },
        { type: 'Hostname', address: 'node-1' },
      ],
      nodeInfo: { kubeletVersion: 'v1.35.0', containerRuntimeVersion: expect.stringMatching(/^docker:\/\//) as string },
    });
    expect(said.conditions?.map(({ type, status: is }) => `${type}=${is}`).toSorted()).toEqual([
      'DiskPressure=False',
      'MemoryPressure=False',
      'PIDPressure=False',
      'Ready=True',
    ]);
  });

  it('keeps one dead container of each name, and no more', async () => {
    await node.create('crashes', shell('exit 1'), { restartPolicy: 'Always' });
    await eventually(async () => (await status('crashes'))?.restartCount ?? 0).toBeGreaterThan(4);
    expect((await recordOf('crashes'))?.containers.length).toBeLessThanOrEqual(3);
    await node.send('DELETE', `${podsPath}/crashes`);
    await eventually(() => recordOf('crashes')).toBeUndefined();
  });

  it('refuses what it has not enough for', async () => {
    await node.create('big', { resources: { requests: { memory: '3Gi' } } });
    await eventually(() => phase('big')).toBe('Failed');
    const why = "Node didn't have enough resource: memory, requested: 3221225472, used: 0, capacity: 2147483648";
    expect((await node.get('big')).status).toMatchObject({
      reason: 'OutOfmemory',
      message: `Pod was rejected: ${why}`,
    });
    await eventually(() => node.events('big')).toContain(`OutOfmemory: ${why}`);
  });
});

describe('changing what a running pod may use', () => {
  const limits =
    'cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.max';
  const seen = async (pod: string) => {
    const id = (await recordOf(pod))?.containers[0]?.id ?? '';
    return (await node.runtime.exec(id, ['sh', '-c', limits])).output;
  };
  const of = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu, memory } });
  const resize = (pod: string, resources: object) =>
    node.send('PATCH', `${podsPath}/${pod}/resize`, { spec: { containers: [{ name: 'app', resources }] } });

  it('takes effect while it runs', async () => {
    await node.create('grows', { resources: of('100m', '32Mi') });
    await isRunning('grows');
    expect(await seen('grows')).toMatch(/^33554432\n10000\b/);
    await resize('grows', of('200m', '64Mi'));
    await eventually(() => seen('grows')).toMatch(/^67108864\n20000\b/);
    await eventually(async () => (await status('grows'))?.resources?.limits).toEqual({ cpu: '200m', memory: '64Mi' });
    expect(await status('grows')).toMatchObject({
      restartCount: 0,
      allocatedResources: { cpu: '200m', memory: '64Mi' },
    });
    await eventually(() => node.events('grows')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^ResizeStarted: Pod resize started: \{"containers":\[\{"name":"app",.*"generation":2\}$/,
        ) as string,
        expect.stringMatching(/^ResizeCompleted: Pod resize completed: /) as string,
      ]),
    );
  });

  it('waits, or is hopeless, where the node has not enough, and says so', async () => {
    await resize('grows', of('5', '64Mi'));
    await eventually(() => condition('grows', 'PodResizePending')).toMatchObject({
      status: 'True',
      reason: 'Infeasible',
      message: "Node didn't have enough capacity: cpu, requested: 5000, capacity: 2000",
    });
    expect((await status('grows'))?.resources?.limits).toEqual({ cpu: '200m', memory: '64Mi' });
    await node.create('neighbour', { resources: { requests: { cpu: '1' } } });
    await isRunning('neighbour');
    await resize('grows', of('1500m', '64Mi'));
    await eventually(() => condition('grows', 'PodResizePending')).toMatchObject({ reason: 'Deferred' });
    await resize('grows', of('200m', '64Mi'));
    await eventually(() => condition('grows', 'PodResizePending')).toBeUndefined();
    await node.send('DELETE', `${podsPath}/neighbour?gracePeriodSeconds=0`);
  });

  it('restarts a container that asks for it', async () => {
    const resizePolicy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }];
    await node.create(
      'restarts',
      { resources: of('50m', '32Mi'), resizePolicy, ...shell(untilTold.replace('exit 0', 'exit 1')) },
      { restartPolicy: 'Always' },
    );
    await isRunning('restarts');
    await resize('restarts', of('50m', '48Mi'));
    await eventually(async () => (await status('restarts'))?.restartCount).toBe(1);
    await eventually(() => seen('restarts')).toMatch(/^50331648\n/);
    await eventually(() => node.events('restarts')).toContain('Killing: Container app resize requires restart');
  });
});

describe('a machine that runs out of something', () => {
  const clear = async () => {
    left = readings;
    for (const { pod } of await node.runtime.pods())
      await node.send('DELETE', `${podsPath}/${pod.name}?gracePeriodSeconds=0`).catch(() => undefined);
    await eventually(() => node.runtime.pods()).toEqual([]);
  };

  it('says so, and ends the pod that matters least', async () => {
    await clear();
    await node.create('promised', {
      resources: { requests: { cpu: '10m', memory: '8Mi' }, limits: { cpu: '10m', memory: '8Mi' } },
    });
    await node.create('unasked');
    await isRunning('promised');
    await isRunning('unasked');
    left = { ...readings, memory: { available: 64 * 2 ** 20, capacity: 8 * GIB } };
    await eventually(has('MemoryPressure')).toMatchObject({
      status: 'True',
      reason: 'KubeletHasInsufficientMemory',
      message: 'kubelet has insufficient memory available',
    });
    left = readings;
    await eventually(() => phase('unasked')).toBe('Failed');
    expect((await node.get('unasked')).status).toMatchObject({
      reason: 'Evicted',
      message: 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 64Mi. ',
    });
    expect(await phase('promised')).toBe('Running');
  });

  it('removes no image that somebody else has brought', async () => {
    const image = `wherry-test-kept:${process.pid}`;
    execFileSync('docker', ['tag', baseImage, image]);
    try {
      left = { ...readings, disk: { available: 10 * 2 ** 20, capacity: 200 * GIB } };
      await eventually(has('DiskPressure')).toMatchObject({ status: 'True', reason: 'KubeletHasDiskPressure' });
      left = readings;
      expect(await node.runtime.images.inspect(image)).toBeDefined();
    } finally {
      execFileSync('docker', ['rmi', image], { stdio: 'ignore' });
    }
  });
});
