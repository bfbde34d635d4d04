import { formatMicroTime, formatTime, isNotFound } from '@wherry/api';
import { Leases } from '@wherry/api/coordination-v1';
import { Events, Nodes, Pods } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { systemClock } from '@wherry/component';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { nodeIpamEntry } from './node-ipam.ts';
import { nodeLifecycleEntry } from './node-lifecycle.ts';
import { podGarbageCollectorEntry } from './pod-garbage-collector.ts';
import { taintEvictionEntry } from './taint-eviction.ts';

let cluster: TestCluster;
let client: Client;
beforeAll(async () => {
  cluster = await startTestCluster({
    controllers: [nodeIpamEntry, nodeLifecycleEntry, taintEvictionEntry, podGarbageCollectorEntry],
    flags: ['--cluster-cidr=10.244.0.0/16', '--node-monitor-grace-period=3s'],
  });
  client = cluster.client;
});
afterAll(() => cluster.stop());

const namespace = 'default';

async function newNode(name: string): Promise<void> {
  await client.create(Nodes, { metadata: { name } });
  await beat(name);
}

/** What a kubelet that is well says. */
async function beat(name: string): Promise<void> {
  const now = formatTime(Date.now());
  const conditions = [{ type: 'Ready', status: 'True', lastHeartbeatTime: now, lastTransitionTime: now }];
  const place = { name, subresource: 'status' };
  await client.patch(Nodes, place, { type: 'merge', body: { status: { conditions } } });
}

async function newPod(name: string, node: string, tolerations: object[] = []): Promise<void> {
  const spec = { nodeName: node, containers: [{ name: 'c', image: 'i' }], tolerations };
  await client.create(Pods, { metadata: { namespace, name }, spec });
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  await client.patch(Pods, { namespace, name, subresource: 'status' }, { type: 'merge', body: { status } });
}
const taintsOf = async (name: string) =>
  (await client.get(Nodes, { name })).spec.taints?.map(({ key, effect }) => `${key}:${effect}`) ?? [];
const isGone = async (name: string) =>
  (await client.get(Pods, { namespace, name }).catch((error: unknown) => isNotFound(error))) === true;

describe('nodes', () => {
  it('each get a block of addresses', async () => {
    await newNode('ipam-1');
    await newNode('ipam-2');
    const blocks = await eventually(async () => {
      const { items } = await client.list(Nodes);
      const found = items.map(({ spec }) => spec.podCIDR).filter((block) => block !== undefined);
      expect(found).toHaveLength(2);
      return found;
    });
    expect(new Set(blocks).size).toBe(2);
    for (const block of blocks) expect(block).toMatch(/^10\.244\.\d+\.0\/24$/);
    for (const name of ['ipam-1', 'ipam-2']) await client.delete(Nodes, { name });
  });

  it('that fall silent are shown so, and pods are driven off; while they are heard of, nothing happens', async () => {
    await newNode('silent');
    await newNode('well');
    const always = [{ operator: 'Exists' }];
    await newPod('stays', 'silent', always);
    await newPod('goes', 'silent', [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 }]);
    await newPod('unharmed', 'well');
    const lease = { namespace: 'kube-node-lease', name: 'well' };
    await client.create(Leases, {
      metadata: lease,
      spec: { holderIdentity: 'well', renewTime: formatMicroTime(Date.now()) },
    });
    // The Lease alone is a sign of life.
    let isOver = false;
    const beating = (async () => {
      for (; !isOver; await systemClock.sleep(100)) {
        const body = { spec: { renewTime: formatMicroTime(Date.now()) } };
        await client.patch(Leases, lease, { type: 'merge', body });
      }
    })();
    onTestFinished(async () => {
      isOver = true;
      await beating;
    });
    await eventually(async () => {
      expect((await taintsOf('silent')).toSorted()).toEqual([
        'node.kubernetes.io/unreachable:NoExecute',
        'node.kubernetes.io/unreachable:NoSchedule',
      ]);
    });
    const silent = await client.get(Nodes, { name: 'silent' });
    expect(silent.status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(await taintsOf('well')).toEqual([]);
    await eventually(async () => {
      const going = await client.get(Pods, { namespace, name: 'goes' });
      expect(going.metadata.deletionTimestamp).toBeDefined();
      expect(going.status.conditions).toContainEqual(
        expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' }),
      );
    });
    await eventually(async () => {
      const { status, metadata } = await client.get(Pods, { namespace, name: 'stays' });
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'False' }));
      expect(metadata.deletionTimestamp).toBeUndefined();
    });
    await eventually(async () => {
      const { items } = await client.list(Events);
      const messages = items.map(({ message }) => message);
      expect(messages).toContain('Node silent status is now: NodeNotReady');
      expect(messages).toContain('Marking for deletion Pod default/goes');
    });
    await beat('silent');
    await eventually(async () => expect(await taintsOf('silent')).toEqual([]));
  });

  it('with a taint lose the pods that do not tolerate it, unless it is taken away in time', async () => {
    await newNode('tainted');
    await newPod('intolerant', 'tainted');
    await newPod('patient', 'tainted', [
      { key: 'bad', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 600 },
    ]);
    const taints = [{ key: 'bad', effect: 'NoExecute' }];
    await client.patch(Nodes, { name: 'tainted' }, { type: 'merge', body: { spec: { taints } } });
    await eventually(async () =>
      expect((await client.get(Pods, { namespace, name: 'intolerant' })).metadata.deletionTimestamp).toBeDefined(),
    );
    await client.patch(Nodes, { name: 'tainted' }, { type: 'merge', body: { spec: { taints: null } } });
    await eventually(async () => {
      const { items } = await client.list(Events, { namespace, fieldSelector: 'involvedObject.name=patient' });
      expect(items.map(({ message }) => message)).toContain('Cancelling deletion of Pod default/patient');
    });
    expect((await client.get(Pods, { namespace, name: 'patient' })).metadata.deletionTimestamp).toBeUndefined();
  });
});

describe('pods', () => {
  it('without a node, whose deletion nobody else would finish, are collected', async () => {
    await client.create(Pods, {
      metadata: { namespace, name: 'nowhere', finalizers: ['example.com/x'] },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    });
    await client.delete(Pods, { namespace, name: 'nowhere' });
    const again = await cluster.startControllers();
    await eventually(async () =>
      expect((await client.get(Pods, { namespace, name: 'nowhere' })).status.phase).toBe('Failed'),
    );
    await again.stop();
    await client.patch(
      Pods,
      { namespace, name: 'nowhere' },
      { type: 'merge', body: { metadata: { finalizers: null } } },
    );
    await eventually(async () => expect(await isGone('nowhere')).toBe(true));
  });
});
