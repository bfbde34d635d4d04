import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ControllerRevisions, StatefulSets } from '@wherry/api/apps-v1';
import { Events, PersistentVolumeClaims, type Pod } from '@wherry/api/core-v1';
import { eventually } from '@wherry/component/testing';
import { endPod, failPod, podsOf, podTemplate, runPod } from '../testing/pods.ts';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { statefulSetEntry } from './stateful-set.ts';

const namespace = 'default';
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ controllers: [statefulSetEntry] });
});
afterAll(() => cluster.stop());

function create(name: string, replicas: number, spec: object = {}) {
  const labels = { app: name };
  return cluster.client.create(StatefulSets, {
    metadata: { namespace, name },
    spec: { replicas, selector: { matchLabels: labels }, serviceName: name, template: podTemplate(labels), ...spec },
  });
}

const get = (name: string) => cluster.client.get(StatefulSets, { namespace, name });
const podsNamed = (name: string) => podsOf(cluster.client, `app=${name}`);
const namesOf = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.name);
const imagesOf = (pods: readonly Pod[]) => pods.map(({ spec }) => spec.containers[0]?.image);
const imageChange = (image: string) => ({ template: { spec: { containers: [{ name: 'app', image }] } } });
const claim = (name: string) => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
});

async function change(name: string, spec: object): Promise<void> {
  await cluster.client.patch(StatefulSets, { namespace, name }, { type: 'strategic', body: { spec } });
}

const has = (name: string, ...names: string[]) =>
  eventually(async () => {
    const pods = await podsNamed(name);
    expect(namesOf(pods)).toEqual(names);
    return pods;
  });

const podNamed = async (name: string): Promise<Pod> => {
  const pod = (await podsOf(cluster.client)).find(({ metadata }) => metadata.name === name);
  if (pod === undefined) throw new Error(`there is no pod ${name}`);
  return pod;
};

/** Runs pods as they come, until `check` passes. */
const running = (name: string, check: (pods: Pod[]) => Promise<void> | void) =>
  eventually(async () => {
    const pods = await podsNamed(name);
    for (const pod of pods) {
      if (pod.metadata.deletionTimestamp === undefined && pod.status.phase === 'Pending')
        await runPod(cluster.client, pod);
    }
    await check(pods);
  });

async function allReady(name: string, replicas: number): Promise<void> {
  await running(name, async () => {
    const { metadata, status } = await get(name);
    expect(status.observedGeneration).toBe(metadata.generation);
    expect([status.readyReplicas, status.updatedReplicas]).toEqual([replicas, replicas]);
    expect(status.currentRevision).toBe(status.updateRevision);
  });
}

describe('statefulSetEntry', () => {
  it('makes pods one after the other, each with a name, a number and a host name', async () => {
    await create('web', 2);
    const [first] = await has('web', 'web-0');
    expect(first?.metadata.labels).toMatchObject({
      app: 'web',
      'apps.kubernetes.io/pod-index': '0',
      'statefulset.kubernetes.io/pod-name': 'web-0',
    });
    expect([first?.spec.hostname, first?.spec.subdomain]).toEqual(['web-0', 'web']);
    await eventually(async () => expect((await get('web')).status.replicas).toBe(1));
    expect(namesOf(await podsNamed('web'))).toEqual(['web-0']);
    await runPod(cluster.client, await podNamed('web-0'));
    await has('web', 'web-0', 'web-1');
    await allReady('web', 2);
    const { status } = await get('web');
    const revision = first?.metadata.labels?.['controller-revision-hash'];
    expect(status).toEqual({
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: 2,
      currentReplicas: 2,
      updatedReplicas: 2,
      availableReplicas: 2,
      collisionCount: 0,
      currentRevision: revision,
      updateRevision: revision,
    });
    const { items } = await cluster.client.list(Events, { namespace, fieldSelector: 'involvedObject.name=web' });
    expect(items.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      'SuccessfulCreate: create Pod web-0 in StatefulSet web successful',
      'SuccessfulCreate: create Pod web-1 in StatefulSet web successful',
    ]);
  });

  it('takes pods away from the highest down, one at a time', async () => {
    await create('down', 3);
    await allReady('down', 3);
    await change('down', { replicas: 1 });
    const seen = new Set<string>();
    await eventually(async () => {
      const pods = await podsNamed('down');
      seen.add(namesOf(pods).join());
      expect(namesOf(pods)).toEqual(['down-0']);
    });
    expect([...seen].every((names) => ['down-0,down-1,down-2', 'down-0,down-1', 'down-0'].includes(names))).toBe(true);
  });

  it('does all at once in a parallel set', async () => {
    await create('parallel', 3, { podManagementPolicy: 'Parallel' });
    await has('parallel', 'parallel-0', 'parallel-1', 'parallel-2');
    await change('parallel', { replicas: 1 });
    await has('parallel', 'parallel-0');
  });

  it('numbers pods from where it is told', async () => {
    await create('offset', 2, { ordinals: { start: 5 }, podManagementPolicy: 'Parallel' });
    await has('offset', 'offset-5', 'offset-6');
    await change('offset', { ordinals: { start: 6 } });
    await has('offset', 'offset-6', 'offset-7');
  });

  it('replaces a pod that has failed by one of the same name', async () => {
    await create('failing', 1);
    const [pod] = await has('failing', 'failing-0');
    if (pod === undefined) throw new Error('a pod was there');
    await failPod(cluster.client, pod);
    await eventually(async () => {
      const next = await podNamed('failing-0');
      expect(next.metadata.uid).not.toBe(pod.metadata.uid);
    });
  });

  it('updates from the highest down, and stops at a pod that does not become ready', async () => {
    await create('update', 3);
    await allReady('update', 3);
    await change('update', imageChange('broken:2'));
    await eventually(async () => {
      const pods = await podsNamed('update');
      expect(imagesOf(pods)).toEqual(['app:1', 'app:1', 'broken:2']);
      const { status } = await get('update');
      expect([status.currentReplicas, status.updatedReplicas, status.readyReplicas]).toEqual([2, 1, 2]);
      expect(status.currentRevision).not.toBe(status.updateRevision);
    });
    // The mended state has to be brought to the broken pod by hand, as upstream.
    await change('update', imageChange('app:3'));
    await eventually(async () => {
      const { metadata, status } = await get('update');
      expect(status.observedGeneration).toBe(metadata.generation);
    });
    await endPod(cluster.client, await podNamed('update-2'));
    await running('update', (pods) => expect(imagesOf(pods)).toEqual(['app:3', 'app:3', 'app:3']));
    await allReady('update', 3);
    const { items } = await cluster.client.list(ControllerRevisions, { namespace, labelSelector: 'app=update' });
    expect(items.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  it('leaves pods below the partition as they are, and brings them back as they were', async () => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
    await create('canary', 2, { updateStrategy });
    await allReady('canary', 2);
    await change('canary', imageChange('app:2'));
    await running('canary', (pods) => expect(imagesOf(pods)).toEqual(['app:1', 'app:2']));
    const old = await podNamed('canary-0');
    await endPod(cluster.client, old);
    await running('canary', (pods) => {
      expect(pods[0]?.metadata.uid).not.toBe(old.metadata.uid);
      expect(imagesOf(pods)).toEqual(['app:1', 'app:2']);
    });
    await change('canary', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } });
    await running('canary', (pods) => expect(imagesOf(pods)).toEqual(['app:2', 'app:2']));
  });

  it('goes back to an old revision instead of making a new one', async () => {
    await create('revert', 1);
    await allReady('revert', 1);
    const before = (await get('revert')).status.updateRevision;
    await change('revert', imageChange('app:2'));
    await allReady('revert', 1);
    await change('revert', imageChange('app:1'));
    await allReady('revert', 1);
    expect((await get('revert')).status.updateRevision).toBe(before);
  });

  it('gives each pod its claims, and keeps them when it is scaled down', async () => {
    await create('disk', 1, { volumeClaimTemplates: [claim('data')] });
    const [pod] = await has('disk', 'disk-0');
    expect(pod?.spec.volumes?.[0]).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'data-disk-0' } });
    const found = await cluster.client.get(PersistentVolumeClaims, { namespace, name: 'data-disk-0' });
    expect(found.metadata.labels).toEqual({ app: 'disk' });
    expect(found.metadata.ownerReferences).toBeUndefined();
    await change('disk', { replicas: 0 });
    await has('disk');
    const kept = await cluster.client.get(PersistentVolumeClaims, { namespace, name: 'data-disk-0' });
    expect(kept.metadata.ownerReferences).toBeUndefined();
  });

  it('makes claims go with the set or with the pods, if it is told so', async () => {
    const policy = { whenDeleted: 'Delete', whenScaled: 'Delete' };
    const created = await create('owned', 2, {
      volumeClaimTemplates: [claim('data')],
      persistentVolumeClaimRetentionPolicy: policy,
    });
    await allReady('owned', 2);
    const ownerOf = async (name: string) =>
      (await cluster.client.get(PersistentVolumeClaims, { namespace, name })).metadata.ownerReferences?.map(
        ({ kind, uid }) => `${kind} ${uid}`,
      );
    expect(await ownerOf('data-owned-1')).toEqual([`StatefulSet ${created.metadata.uid ?? ''}`]);
    const pod = await podNamed('owned-1');
    await change('owned', { replicas: 1 });
    await has('owned', 'owned-0');
    expect(await ownerOf('data-owned-1')).toEqual([`Pod ${pod.metadata.uid ?? ''}`]);
    // The claim goes with the pod that is gone; the next pod must not take it.
    await change('owned', { replicas: 2 });
    await eventually(async () => {
      const { metadata, status } = await get('owned');
      expect(status.observedGeneration).toBe(metadata.generation);
    });
    expect(namesOf(await podsNamed('owned'))).toEqual(['owned-0']);
    await cluster.client.patch(
      PersistentVolumeClaims,
      { namespace, name: 'data-owned-1' },
      { type: 'merge', body: { metadata: { finalizers: null } } },
    );
    await cluster.client.delete(PersistentVolumeClaims, { namespace, name: 'data-owned-1' });
    await has('owned', 'owned-0', 'owned-1');
  });
});
