import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReplicaSets } from '@wherry/api/apps-v1';
import { Events, Namespaces, Pods, ReplicationControllers, ServiceAccounts } from '@wherry/api/core-v1';
import { eventually } from '@wherry/component/testing';
import { failPod, podsOf, podTemplate, runPod } from '../testing/pods.ts';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { replicaSetEntry } from './replica-set.ts';
import { replicationControllerEntry } from './replication-controller.ts';

const namespace = 'default';
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ controllers: [replicaSetEntry, replicationControllerEntry] });
});
afterAll(() => cluster.stop());

function createSet(name: string, replicas: number, spec: object = {}) {
  const labels = { app: name };
  return cluster.client.create(ReplicaSets, {
    metadata: { namespace, name },
    spec: { replicas, selector: { matchLabels: labels }, template: podTemplate(labels), ...spec },
  });
}

const setNamed = (name: string) => cluster.client.get(ReplicaSets, { namespace, name });
const podsNamed = (name: string) => podsOf(cluster.client, `app=${name}`);

async function scale(name: string, replicas: number): Promise<void> {
  await cluster.client.patch(ReplicaSets, { namespace, name }, { type: 'merge', body: { spec: { replicas } } });
}

describe('replicaSetEntry', () => {
  it('creates pods that the set controls, and reports them', async () => {
    const set = await createSet('simple', 3);
    const pods = await eventually(async () => {
      const found = await podsNamed('simple');
      expect(found).toHaveLength(3);
      return found;
    });
    for (const { metadata } of pods) {
      expect(metadata.name).toMatch(/^simple-[a-z0-9]{5}$/);
      expect(metadata.ownerReferences).toEqual([
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'simple',
          uid: set.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);
    }
    await Promise.all(pods.slice(0, 2).map((pod) => runPod(cluster.client, pod)));
    await eventually(async () => {
      const { status } = await setNamed('simple');
      expect(status).toEqual({
        replicas: 3,
        fullyLabeledReplicas: 3,
        readyReplicas: 2,
        availableReplicas: 2,
        terminatingReplicas: 0,
        observedGeneration: 1,
      });
    });
    const { items } = await cluster.client.list(Events, { namespace, fieldSelector: 'involvedObject.name=simple' });
    const texts = items.map(({ reason, message, source }) => `${source.component}: ${reason}: ${message}`);
    expect(texts).toContain(`replicaset-controller: SuccessfulCreate: Created pod: ${pods[0]?.metadata.name}`);
  });

  it('never makes a second copy while it works', async () => {
    await createSet('many', 40);
    await eventually(async () => expect((await setNamed('many')).status.replicas).toBe(40));
    const { items } = await cluster.client.list(Events, { namespace, fieldSelector: 'involvedObject.name=many' });
    expect(items.every(({ reason }) => reason === 'SuccessfulCreate')).toBe(true);
    expect(await podsNamed('many')).toHaveLength(40);
  });

  it('deletes pods that are not ready before those that are', async () => {
    await createSet('shrink', 3);
    await eventually(async () => expect(await podsNamed('shrink')).toHaveLength(3));
    const [first, second, third] = await podsNamed('shrink');
    if (first === undefined || second === undefined || third === undefined) throw new Error('three pods were there');
    await Promise.all([runPod(cluster.client, first, { ready: false }), runPod(cluster.client, second)]);
    await eventually(async () => expect((await setNamed('shrink')).status.readyReplicas).toBe(1));
    await scale('shrink', 1);
    await eventually(async () => {
      expect((await podsNamed('shrink')).map(({ metadata }) => metadata.name)).toEqual([second.metadata.name]);
    });
  });

  it('replaces pods that have failed, and leaves those for others to clean up', async () => {
    await createSet('failing', 1);
    const [pod] = await eventually(async () => {
      const pods = await podsNamed('failing');
      expect(pods).toHaveLength(1);
      return pods;
    });
    if (pod === undefined) throw new Error('a pod was there');
    await failPod(cluster.client, pod);
    await eventually(async () => expect(await podsNamed('failing')).toHaveLength(2));
  });

  it('adopts orphans that match and releases pods that match no longer', async () => {
    const { client } = cluster;
    await client.create(Pods, {
      ...podTemplate({ app: 'adopt' }),
      metadata: { namespace, name: 'orphan', labels: { app: 'adopt' } },
    });
    const set = await createSet('adopt', 1);
    await eventually(async () => {
      const orphan = await client.get(Pods, { namespace, name: 'orphan' });
      expect(orphan.metadata.ownerReferences?.[0]?.uid).toBe(set.metadata.uid);
    });
    expect(await podsNamed('adopt')).toHaveLength(1);
    const labels = { app: 'taken-out' };
    await client.patch(Pods, { namespace, name: 'orphan' }, { type: 'merge', body: { metadata: { labels } } });
    await eventually(async () => {
      expect((await client.get(Pods, { namespace, name: 'orphan' })).metadata.ownerReferences).toBeUndefined();
      expect(await podsNamed('adopt')).toHaveLength(1);
    });
  });

  it('waits for minReadySeconds before a pod counts as available', async () => {
    await createSet('patient', 1, { minReadySeconds: 1 });
    const [pod] = await eventually(async () => {
      const pods = await podsNamed('patient');
      expect(pods).toHaveLength(1);
      return pods;
    });
    if (pod === undefined) throw new Error('a pod was there');
    await runPod(cluster.client, pod);
    const ready = await eventually(async () => {
      const { status } = await setNamed('patient');
      expect(status.readyReplicas).toBe(1);
      return status;
    });
    expect(ready.availableReplicas ?? 0).toBe(0);
    await eventually(async () => expect((await setNamed('patient')).status.availableReplicas).toBe(1));
  });

  it('goes on where it was after a restart', async () => {
    const again = await cluster.startControllers();
    await createSet('twice', 5);
    await eventually(async () => {
      expect((await setNamed('twice')).status.replicas).toBe(5);
      expect(await podsNamed('twice')).toHaveLength(5);
    });
    await again.stop();
  });
});

describe('replicationControllerEntry', () => {
  it('reports what keeps it from creating pods, until it can', async () => {
    const { client } = cluster;
    const place = { namespace: 'new', name: 'web' };
    await client.create(Namespaces, { metadata: { name: 'new' } });
    await client.create(ReplicationControllers, {
      metadata: place,
      spec: { replicas: 3, selector: { app: 'web' }, template: podTemplate({ app: 'web' }) },
    });
    await eventually(async () => {
      const { status } = await client.get(ReplicationControllers, place);
      expect(status).toMatchObject({
        replicas: 0,
        observedGeneration: 1,
        conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }],
      });
      expect(status.conditions?.[0]?.message).toContain('serviceaccount "default" not found');
    });
    const { items } = await client.list(Events, { namespace: 'new' });
    expect(items[0]).toMatchObject({
      type: 'Warning',
      reason: 'FailedCreate',
      message: expect.stringMatching(/^Error creating: /),
      source: { component: 'replication-controller' },
    });
    await client.create(ServiceAccounts, { metadata: { namespace: 'new', name: 'default' } });
    await eventually(async () => {
      const { status } = await client.get(ReplicationControllers, place);
      expect(status).toEqual({ replicas: 3, fullyLabeledReplicas: 3, observedGeneration: 1 });
    });
  });
});
