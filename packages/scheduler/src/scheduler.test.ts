import { Nodes, PersistentVolumeClaims, PersistentVolumes, Pods } from '@wherry/api/core-v1';
import { ConnectionError } from '@wherry/client';
import { StorageClasses } from '@wherry/api/storage-v1';
import { PriorityClasses } from '@wherry/api/scheduling-v1';
import { eventually } from '@wherry/component/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestScheduler, type TestScheduler } from './testing/start-test-scheduler.ts';

let test: TestScheduler;
afterEach(() => test.stop());

const scheduled = (name: string, on: string) =>
  eventually(async () => expect((await test.pod(name)).spec.nodeName).toBe(on));
const conditionOf = async (name: string) =>
  (await test.pod(name)).status.conditions?.find(({ type }) => type === 'PodScheduled');

describe('startScheduler', () => {
  it('binds a pod and says so', async () => {
    test = await startTestScheduler();
    await test.addNode({ name: 'n1' });
    await test.addPod({ name: 'p' });
    await scheduled('p', 'n1');
    expect(await conditionOf('p')).toMatchObject({ status: 'True' });
    await eventually(async () =>
      expect(await test.eventsOf('p')).toEqual(['Scheduled: Successfully assigned default/p to n1']),
    );
  });

  it('says why a pod waits, and binds it when the reason is gone', async () => {
    test = await startTestScheduler();
    await test.addNode({ name: 'n1', unschedulable: true });
    await test.addNode({ name: 'n2', allocatable: { cpu: '1' } });
    await test.addPod({ name: 'p', requests: { cpu: '2' } });
    const message =
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. ' +
      'preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';
    await eventually(async () =>
      expect(await conditionOf('p')).toMatchObject({ status: 'False', reason: 'Unschedulable', message }),
    );
    await eventually(async () => expect(await test.eventsOf('p')).toEqual([`FailedScheduling: ${message}`]));
    const patch = { type: 'merge', body: { spec: { unschedulable: null } } } as const;
    await test.client.patch(Nodes, { name: 'n1' }, patch);
    await scheduled('p', 'n1');
  });

  it('waits for the first node', async () => {
    test = await startTestScheduler();
    await test.addPod({ name: 'p' });
    await eventually(async () =>
      expect(await conditionOf('p')).toMatchObject({
        reason: 'Unschedulable',
        message: 'no nodes available to schedule pods',
      }),
    );
    await test.addNode({ name: 'n1' });
    await scheduled('p', 'n1');
  });

  it('never fills a node beyond what it has, however many pods come at once', async () => {
    test = await startTestScheduler();
    for (const name of ['n1', 'n2', 'n3']) await test.addNode({ name, allocatable: { cpu: '2' } });
    await Promise.all(Array.from({ length: 20 }, (_, i) => test.addPod({ name: `p${i}`, requests: { cpu: '500m' } })));
    const nodesOf = async () => (await test.client.list(Pods)).items.map(({ spec }) => spec.nodeName ?? '');
    await eventually(async () => expect((await nodesOf()).filter(Boolean)).toHaveLength(12));
    for (const name of ['n1', 'n2', 'n3']) expect((await nodesOf()).filter((on) => on === name)).toHaveLength(4);
    await eventually(async () => {
      const { items } = await test.client.list(Pods);
      const waiting = items.filter(({ spec }) => spec.nodeName === undefined);
      for (const { status } of waiting) expect(status.conditions?.[0]).toMatchObject({ reason: 'Unschedulable' });
      expect(waiting).toHaveLength(8);
    });
  });

  it('evicts less important pods, and takes their place when they have gone', async () => {
    test = await startTestScheduler();
    await test.client.create(PriorityClasses, { metadata: { name: 'high' }, value: 1000 });
    await test.addNode({ name: 'n1', allocatable: { cpu: '1' } });
    await test.addPod({ name: 'low', requests: { cpu: '1' } });
    await scheduled('low', 'n1');
    await test.addPod({ name: 'vip', requests: { cpu: '1' }, spec: { priorityClassName: 'high' } });
    const victim = await eventually(async () => {
      const low = await test.pod('low');
      expect(low.metadata.deletionTimestamp).toBeDefined();
      return low;
    });
    expect(victim.metadata.deletionGracePeriodSeconds).toBe(30);
    expect(victim.status.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
    });
    await eventually(async () => expect((await test.pod('vip')).status.nominatedNodeName).toBe('n1'));
    const { uid = '' } = (await test.pod('vip')).metadata;
    await eventually(async () =>
      expect(await test.eventsOf('low')).toContain(`Preempted: Preempted by pod ${uid} on node n1`),
    );
    await test.client.delete(Pods, { namespace: 'default', name: 'low' }, { gracePeriodSeconds: 0 });
    await scheduled('vip', 'n1');
  });

  it('gives the room of a pod that has ended to another', async () => {
    test = await startTestScheduler();
    await test.addNode({ name: 'n1', allocatable: { cpu: '1' } });
    await test.addPod({ name: 'first', requests: { cpu: '1' } });
    await scheduled('first', 'n1');
    await test.addPod({ name: 'second', requests: { cpu: '1' } });
    await eventually(async () => expect((await conditionOf('second'))?.status).toBe('False'));
    const target = { namespace: 'default', name: 'first', subresource: 'status' };
    await test.client.patch(Pods, target, { type: 'merge', body: { status: { phase: 'Succeeded' } } });
    await scheduled('second', 'n1');
  });

  it('leaves pods with gates alone until the gates are gone', async () => {
    test = await startTestScheduler();
    await test.addNode({ name: 'n1' });
    await test.addPod({ name: 'gated', spec: { schedulingGates: [{ name: 'example.com/wait' }] } });
    await test.addPod({ name: 'later' });
    await scheduled('later', 'n1');
    expect((await test.pod('gated')).spec.nodeName).toBeUndefined();
    const body = { spec: { schedulingGates: null } };
    await test.client.patch(Pods, { namespace: 'default', name: 'gated' }, { type: 'merge', body });
    await scheduled('gated', 'n1');
  });

  it('leaves the pods of another scheduler to that one', async () => {
    test = await startTestScheduler();
    await test.addNode({ name: 'n1' });
    await test.addPod({ name: 'theirs', spec: { schedulerName: 'other' } });
    await test.addPod({ name: 'ours' });
    await scheduled('ours', 'n1');
    expect((await test.pod('theirs')).spec.nodeName).toBeUndefined();
    await test.start({ schedulerNames: ['other'] });
    await scheduled('theirs', 'n1');
  });

  it('goes on after a restart, with what was placed before in mind', async () => {
    test = await startTestScheduler({ schedulers: 0 });
    const first = await test.start();
    await test.addNode({ name: 'n1', allocatable: { cpu: '1' } });
    await test.addPod({ name: 'a', requests: { cpu: '1' } });
    await scheduled('a', 'n1');
    await first.stop();
    await test.addPod({ name: 'b', requests: { cpu: '1' } });
    await test.start();
    await eventually(async () => expect((await conditionOf('b'))?.message).toContain('1 Insufficient cpu'));
    await test.client.delete(Pods, { namespace: 'default', name: 'a' }, { gracePeriodSeconds: 0 });
    await scheduled('b', 'n1');
  });

  it('believes in a binding whose answer was lost', async () => {
    test = await startTestScheduler({ schedulers: 0 });
    const { client } = test;
    await test.start({
      client: {
        ...client,
        async post(...request) {
          await client.post(...request);
          throw new ConnectionError('the answer was cut off');
        },
      },
    });
    await test.addNode({ name: 'n1' });
    await test.addPod({ name: 'p' });
    await eventually(async () =>
      expect(await test.eventsOf('p')).toEqual(['Scheduled: Successfully assigned default/p to n1']),
    );
  });

  it('tries again when a binding never reached the server, and gives the room to nobody meanwhile', async () => {
    test = await startTestScheduler({ schedulers: 0 });
    const { client } = test;
    let losses = 2;
    await test.start({
      client: {
        ...client,
        async post(...request) {
          losses -= 1;
          if (losses >= 0) throw new ConnectionError('no route');
          return client.post(...request);
        },
      },
    });
    await test.addNode({ name: 'n1', allocatable: { cpu: '1' } });
    await test.addPod({ name: 'p', requests: { cpu: '1' } });
    await eventually(async () =>
      expect(await conditionOf('p')).toMatchObject({
        reason: 'SchedulerError',
        message: 'running Bind plugin "DefaultBinder": no route',
      }),
    );
    await scheduled('p', 'n1');
  });

  it('binds no pod twice and fills no node beyond what it has when two of the same name compete', async () => {
    test = await startTestScheduler({ schedulers: 2 });
    for (const name of ['n1', 'n2']) await test.addNode({ name });
    await Promise.all(Array.from({ length: 30 }, (_, i) => test.addPod({ name: `p${i}` })));
    await eventually(async () => {
      const { items } = await test.client.list(Pods);
      expect(items.filter(({ spec }) => spec.nodeName !== undefined)).toHaveLength(30);
    });
  });
});

describe('volumes', () => {
  const claim = (storageClassName: string) => ({
    metadata: { namespace: 'default', name: 'data' },
    spec: {
      storageClassName,
      accessModes: ['ReadWriteOnce' as const],
      resources: { requests: { storage: '1Gi' } },
    },
  });
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];

  it('are bound on the node where they are, before the pod is', async () => {
    test = await startTestScheduler();
    const { client } = test;
    await client.create(StorageClasses, {
      metadata: { name: 'local' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    for (const name of ['n1', 'n2']) await test.addNode({ name });
    const pv = await client.create(PersistentVolumes, {
      metadata: { name: 'disk' },
      spec: {
        storageClassName: 'local',
        capacity: { storage: '2Gi' },
        accessModes: ['ReadWriteOnce'],
        local: { path: '/data' },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['n2'] }] },
            ],
          },
        },
      },
    });
    await client.updateStatus(PersistentVolumes, { ...pv, status: { phase: 'Available' } });
    const created = await client.create(PersistentVolumeClaims, claim('local'));
    await test.addPod({ name: 'p', spec: { volumes } });
    const chosen = await eventually(async () => {
      const found = await client.get(PersistentVolumes, { name: 'disk' });
      expect(found.spec.claimRef).toMatchObject({ name: 'data', namespace: 'default', uid: created.metadata.uid });
      return found;
    });
    expect(chosen.metadata.annotations).toEqual({ 'pv.kubernetes.io/bound-by-controller': 'yes' });
    expect((await test.pod('p')).spec.nodeName).toBeUndefined();
    // The part of the volume controller.
    const body = {
      metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
      spec: { volumeName: 'disk' },
    };
    await client.patch(PersistentVolumeClaims, { namespace: 'default', name: 'data' }, { type: 'merge', body });
    await scheduled('p', 'n2');
  });

  it('are made for the node that was chosen', async () => {
    test = await startTestScheduler();
    const { client } = test;
    await client.create(StorageClasses, {
      metadata: { name: 'made' },
      provisioner: 'example.com/disk',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    await test.addNode({ name: 'n1' });
    await client.create(PersistentVolumeClaims, claim('made'));
    await test.addPod({ name: 'p', spec: { volumes } });
    await eventually(async () => {
      const { metadata } = await client.get(PersistentVolumeClaims, { namespace: 'default', name: 'data' });
      expect(metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe('n1');
      expect((await test.pod('p')).status.nominatedNodeName).toBe('n1');
    });
    await client.create(PersistentVolumes, {
      metadata: { name: 'made' },
      spec: {
        storageClassName: 'made',
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/x' },
      },
    });
    const body = {
      metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
      spec: { volumeName: 'made' },
    };
    await client.patch(PersistentVolumeClaims, { namespace: 'default', name: 'data' }, { type: 'merge', body });
    await scheduled('p', 'n1');
  });

  it('that nobody will bind keep a pod waiting', async () => {
    test = await startTestScheduler();
    await test.addNode({ name: 'n1' });
    await test.addPod({ name: 'p', spec: { volumes } });
    const none = 'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
    await eventually(async () =>
      expect((await conditionOf('p'))?.message).toBe(
        `0/1 nodes are available: persistentvolumeclaim "data" not found. ${none}`,
      ),
    );
    await test.client.create(PersistentVolumeClaims, claim('missing'));
    await eventually(async () =>
      expect((await conditionOf('p'))?.message).toBe(
        `0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. ${none}`,
      ),
    );
  });
});
