import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi } from '@wherry/apiserver/testing';
import { Leases } from '@wherry/api/coordination-v1';
import { Events, Namespaces, Nodes, Pods, type Pod } from '@wherry/api/core-v1';
import { createClient, openTransport, type Client } from '@wherry/client';
import { silentLog, starting, systemClock, type Running } from '@wherry/component';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startKubelet } from './kubelet.ts';
import { createFakeRuntime, type FakeProgram, type FakeRuntime } from './runtime/fake/fake-runtime.ts';

/** The pods of which the kubelet has said that nothing is left. */
const forgotten = new Set<string>();

/** When nobody is led to a pod any more. */
let lastConnection: Promise<void>;
/** When its servers have let in all who were. */
let lastAccepted: Promise<void>;

interface Bench extends Running {
  readonly client: Client;
  readonly runtime: FakeRuntime;
  startKubelet(): Promise<Running>;
}

/** What containers do, by the name of their container. */
const programs: Readonly<Record<string, FakeProgram>> = {
  once: { endsAfter: 20 },
  crash: { endsAfter: 5, exitCode: 3 },
  broken: { cannotStart: 'exec: "nope": not found' },
  sick: { exec: () => ({ exitCode: 1, output: 'not well' }) },
  well: { exec: () => ({ exitCode: 0, output: '' }) },
};

function startBench(): Promise<Bench> {
  return starting(async (own) => {
    const api = own(await startTestApi());
    const transport = own(openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'kubelet' }));
    const client = createClient(transport);
    const root = await mkdtemp(join(tmpdir(), 'wherry-kubelet-'));
    own(() => rm(root, { recursive: true, force: true }));
    await client.create(Namespaces, { metadata: { name: 'kube-node-lease' } }).catch(() => undefined);
    const runtime = createFakeRuntime({ clock: systemClock, program: ({ name }) => programs[name] ?? {} });
    const start = () =>
      startKubelet({
        transport,
        runtime,
        nodeName: 'node-1',
        nodeAddress: '172.30.0.11',
        capacity: { cpu: '4', memory: '8Gi', pods: '110' },
        root,
        lastConnection: () => lastConnection,
        acceptQueues: () => lastAccepted,
        forgotten: (uid) => forgotten.add(uid),
        crashBackoff: { first: 50, most: 200 },
        clock: systemClock,
        log: silentLog,
      });
    return { client, runtime, startKubelet: start };
  });
}

describe('the kubelet', () => {
  let bench: Bench;
  let kubelet: Running;
  beforeEach(async () => {
    lastConnection = Promise.resolve();
    lastAccepted = Promise.resolve();
    bench = await startBench();
    kubelet = await bench.startKubelet();
  });
  afterEach(async () => {
    await kubelet.stop();
    await bench.stop();
  });

  const place = { namespace: 'default', name: 'web' };
  function create(container: object, spec: object = {}): Promise<Pod> {
    const containers = [{ name: 'app', image: 'app:1', ...container }];
    return bench.client.create(Pods, {
      metadata: place,
      spec: { nodeName: 'node-1', automountServiceAccountToken: false, containers, ...spec },
    });
  }
  const look = () => bench.client.get(Pods, place);
  const phase = async () => (await look()).status.phase;
  const status = async () => (await look()).status.containerStatuses?.[0];
  const eventually = <T>(ask: () => Promise<T>) => expect.poll(ask, { interval: 20 });
  const reasons = async () => (await bench.client.list(Events)).items.map(({ reason }) => reason);

  it('registers its node and keeps its lease', async () => {
    const node = await bench.client.get(Nodes, { name: 'node-1' });
    expect(node.metadata.labels).toMatchObject({ 'kubernetes.io/hostname': 'node-1', 'kubernetes.io/os': 'linux' });
    expect(node.status.allocatable).toMatchObject({ cpu: '4', pods: '110' });
    expect(node.status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'True',
      reason: 'KubeletReady',
    });
    const lease = await bench.client.get(Leases, { namespace: 'kube-node-lease', name: 'node-1' });
    expect(lease.spec?.holderIdentity).toBe('node-1');
  });

  it('runs a pod, says so, and lets it go when it is deleted', async () => {
    await create({});
    await eventually(phase).toBe('Running');
    const {
      metadata: { uid },
      status: said,
    } = await look();
    expect(said).toMatchObject({ hostIP: '172.30.0.11', qosClass: 'BestEffort' });
    expect(said.conditions?.map(({ type, status: is }) => `${type}=${is}`)).toEqual(
      expect.arrayContaining([
        'PodScheduled=True',
        'PodReadyToStartContainers=True',
        'Initialized=True',
        'ContainersReady=True',
        'Ready=True',
      ]),
    );
    await eventually(reasons).toEqual(expect.arrayContaining(['Pulling', 'Pulled', 'Created', 'Started']));
    const { items } = await bench.client.list(Events);
    expect(items.find(({ reason }) => reason === 'Started')).toMatchObject({
      message: 'Container started',
      involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{app}' },
    });
    await bench.client.delete(Pods, place);
    await eventually(async () => (await bench.client.list(Pods)).items.length).toBe(0);
    await eventually(() => bench.runtime.pods()).toEqual([]);
    await eventually(() => Promise.resolve([...forgotten])).toContain(uid);
    expect(await reasons()).toContain('Killing');
  });

  it('says how work has ended', async () => {
    await create({ name: 'once' }, { restartPolicy: 'Never' });
    await eventually(phase).toBe('Succeeded');
    expect((await status())?.state.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });

  it('restarts what crashes, later and later, and says why it waits', async () => {
    await create({ name: 'crash' });
    await eventually(async () => (await status())?.restartCount ?? 0).toBeGreaterThanOrEqual(2);
    await eventually(async () => (await status())?.state.waiting?.reason).toBe('CrashLoopBackOff');
    const now = await status();
    expect(now?.lastState.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(now?.state.waiting?.message).toMatch(/^back-off .* restarting failed container=crash pod=web_default\(/);
    expect(await phase()).toBe('Running');
    const [record] = await bench.runtime.pods();
    expect(record?.containers.length).toBeLessThanOrEqual(3);
  });

  it('runs init containers first', async () => {
    await create({}, { initContainers: [{ name: 'once', image: 'init:1' }] });
    await eventually(phase).toBe('Running');
    expect((await look()).status.initContainerStatuses?.[0]?.state.terminated?.reason).toBe('Completed');
  });

  it('says why a container cannot run', async () => {
    await create({ name: 'broken' }, { restartPolicy: 'Never' });
    await eventually(phase).toBe('Failed');
    expect((await status())?.state.terminated).toMatchObject({ exitCode: 128, reason: 'StartError' });
  });

  it('waits for what a container refers to', async () => {
    const env = [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'nope', key: 'k' } } }];
    await create({ env });
    await eventually(async () => (await status())?.state.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "nope" not found',
    });
    expect(await phase()).toBe('Pending');
  });

  it('does not take what does not fit', async () => {
    await create({ resources: { requests: { cpu: '5' } } });
    await eventually(phase).toBe('Failed');
    expect((await look()).status).toMatchObject({ reason: 'OutOfcpu' });
    expect(await bench.runtime.pods()).toEqual([]);
  });

  it('takes one of two pods that want the same port, though it hears of both at once', async () => {
    await kubelet.stop();
    const spec = { containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 80, hostPort: 80 }] }] };
    for (const name of ['one', 'other'])
      await bench.client.create(Pods, {
        metadata: { namespace: 'default', name },
        spec: { nodeName: 'node-1', automountServiceAccountToken: false, ...spec },
      });
    kubelet = await bench.startKubelet();
    const ends = async () => {
      const { items } = await bench.client.list(Pods);
      return items.map(({ status: { phase: is, reason = '' } }) => `${is ?? ''} ${reason}`.trim()).toSorted();
    };
    await eventually(ends).toEqual(['Failed NodePorts', 'Running']);
  });

  it('gives a pod what it has waited for when another makes room', async () => {
    const having = (name: string, cpu: string) => ({
      metadata: { namespace: 'default', name },
      spec: {
        nodeName: 'node-1',
        automountServiceAccountToken: false,
        containers: [{ name: 'app', image: 'app:1', resources: { requests: { cpu }, limits: { cpu } } }],
      },
    });
    for (const each of [having('web', '2'), having('neighbour', '2')]) await bench.client.create(Pods, each);
    await eventually(phase).toBe('Running');
    const containers = [{ name: 'app', resources: { requests: { cpu: '3' }, limits: { cpu: '3' } } }];
    const body = { spec: { containers } };
    await bench.client.patch(Pods, { ...place, subresource: 'resize' }, { type: 'strategic', body });
    const waits = async () => (await look()).status.conditions?.find(({ type }) => type === 'PodResizePending')?.reason;
    await eventually(waits).toBe('Deferred');
    await bench.client.delete(Pods, { namespace: 'default', name: 'neighbour' });
    await eventually(waits).toBeUndefined();
    expect((await status())?.allocatedResources).toEqual({ cpu: '3' });
  });

  it('ends a pod that has been active for too long', async () => {
    await create({}, { activeDeadlineSeconds: 1 });
    await eventually(phase).toBe('Failed');
    expect((await look()).status).toMatchObject({ reason: 'DeadlineExceeded' });
    await eventually(async () => (await status())?.state.terminated?.exitCode).toBe(143);
  });

  it('replaces a container that is killed from outside', async () => {
    await create({});
    await eventually(phase).toBe('Running');
    const [record] = await bench.runtime.pods();
    bench.runtime.kill(record?.containers[0]?.id ?? '');
    await eventually(async () => (await status())?.restartCount).toBe(1);
    await eventually(async () => (await status())?.state.running !== undefined).toBe(true);
    expect((await status())?.lastState.terminated?.exitCode).toBe(137);
  });

  it('takes on what runs when it starts anew', async () => {
    await create({});
    await eventually(phase).toBe('Running');
    const before = await bench.runtime.pods();
    await kubelet.stop();
    expect(await bench.runtime.pods()).toEqual(before);
    kubelet = await bench.startKubelet();
    await bench.client.patch(Pods, place, { type: 'merge', body: { metadata: { labels: { seen: 'again' } } } });
    await eventually(phase).toBe('Running');
    expect((await status())?.restartCount).toBe(0);
    expect(await bench.runtime.pods()).toEqual(before);
  });

  it('asks a deleted pod to end when nobody is led to it any more', async () => {
    await create({});
    await eventually(phase).toBe('Running');
    const isLed = Promise.withResolvers<void>();
    lastConnection = isLed.promise;
    await bench.client.delete(Pods, place);
    await eventually(reasons).toContain('Killing');
    expect((await bench.runtime.pods())[0]?.containers.map(({ state }) => state.type)).toEqual(['running']);
    isLed.resolve();
    await eventually(() => bench.runtime.pods()).toEqual([]);
  });

  it('asks it to end when all who were led to it are let in', async () => {
    await create({});
    await eventually(phase).toBe('Running');
    const isIn = Promise.withResolvers<void>();
    lastAccepted = isIn.promise;
    await bench.client.delete(Pods, place);
    await eventually(reasons).toContain('Killing');
    expect((await bench.runtime.pods())[0]?.containers.map(({ state }) => state.type)).toEqual(['running']);
    isIn.resolve();
    await eventually(() => bench.runtime.pods()).toEqual([]);
  });

  it('removes what was deleted while it was away', async () => {
    await create({});
    await eventually(phase).toBe('Running');
    await kubelet.stop();
    await bench.client.delete(Pods, place, { gracePeriodSeconds: 0 });
    kubelet = await bench.startKubelet();
    await eventually(() => bench.runtime.pods()).toEqual([]);
  });

  it('makes pods ready when their probes pass, and restarts those that are not well', async () => {
    const probe = { exec: { command: ['check'] }, periodSeconds: 1, failureThreshold: 1 };
    const containers = [
      { name: 'well', image: 'app:1', readinessProbe: probe },
      { name: 'sick', image: 'app:1', livenessProbe: probe },
    ];
    await create({}, { containers, terminationGracePeriodSeconds: 1 });
    const of = async (name: string) => (await look()).status.containerStatuses?.find((each) => each.name === name);
    await eventually(async () => (await of('well'))?.ready).toBe(true);
    await eventually(async () => (await of('sick'))?.restartCount ?? 0).toBeGreaterThanOrEqual(1);
    expect(await reasons()).toContain('Unhealthy');
  });
});
