import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Deployments, ReplicaSets, type ReplicaSet } from '@wherry/api/apps-v1';
import { Events, Pods } from '@wherry/api/core-v1';
import { eventually } from '@wherry/component/testing';
import { endPod, podsOf, podTemplate, runPod } from '../testing/pods.ts';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { deploymentEntry } from './deployment.ts';
import { replicaSetEntry } from './replica-set.ts';

const namespace = 'default';
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ controllers: [replicaSetEntry, deploymentEntry] });
});
afterAll(() => cluster.stop());

function create(name: string, replicas: number, spec: object = {}) {
  const labels = { app: name };
  return cluster.client.create(Deployments, {
    metadata: { namespace, name },
    spec: { replicas, selector: { matchLabels: labels }, template: podTemplate(labels), ...spec },
  });
}

const get = (name: string) => cluster.client.get(Deployments, { namespace, name });
const podsNamed = (name: string) => podsOf(cluster.client, `app=${name}`);

async function change(name: string, spec: object): Promise<void> {
  await cluster.client.patch(Deployments, { namespace, name }, { type: 'strategic', body: { spec } });
}

const imageChange = (image: string) => ({ template: { spec: { containers: [{ name: 'app', image }] } } });

async function setsOf(name: string): Promise<ReplicaSet[]> {
  const { items } = await cluster.client.list(ReplicaSets, { namespace, labelSelector: `app=${name}` });
  return items.toSorted((a, b) => revisionOf(a) - revisionOf(b));
}

const revisionOf = ({ metadata }: ReplicaSet) => Number(metadata.annotations?.['deployment.kubernetes.io/revision']);

/** Does what kubelets do until the rollout is complete; calls `look` each time round. */
async function rollOut(name: string, look: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await eventually(async () => {
    for (const pod of await podsNamed(name)) {
      if (pod.metadata.deletionTimestamp === undefined && pod.status.phase !== 'Running')
        await runPod(cluster.client, pod);
    }
    await look();
    const { metadata, spec, status } = await get(name);
    const { replicas, updatedReplicas, availableReplicas } = status;
    expect([replicas, updatedReplicas, availableReplicas]).toEqual(Array(3).fill(spec.replicas));
    const progressing = status.conditions?.find(({ type }) => type === 'Progressing');
    expect(status.observedGeneration).toBe(metadata.generation);
    expect(progressing).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
  });
}

describe('deploymentEntry', () => {
  it('makes a ReplicaSet named by the hash of the template, and reports when it is complete', async () => {
    await create('web', 2);
    await rollOut('web');
    const [set] = await setsOf('web');
    const hash = set?.metadata.labels?.['pod-template-hash'] ?? '';
    expect(hash).not.toBe('');
    expect(set?.metadata.name).toBe(`web-${hash}`);
    expect(set?.spec.selector?.matchLabels).toEqual({ app: 'web', 'pod-template-hash': hash });
    expect(set?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '2',
      'deployment.kubernetes.io/max-replicas': '3',
      'deployment.kubernetes.io/revision': '1',
    });
    const { metadata, status } = await get('web');
    expect(metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    const { conditions = [], ...counts } = status;
    expect(counts).toEqual({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      terminatingReplicas: 0,
    });
    expect(conditions).toMatchObject([
      {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "web-${hash}" has successfully progressed.`,
      },
    ]);
    const { items } = await cluster.client.list(Events, { namespace, fieldSelector: 'involvedObject.name=web' });
    expect(items.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      `ScalingReplicaSet: Scaled up replica set web-${hash} from 0 to 2`,
    ]);
  });

  it('rolls within the bounds, keeps the old ReplicaSets, and rolls back to one by its number', async () => {
    const rollingUpdate = { maxSurge: 1, maxUnavailable: 1 };
    await create('roll', 4, { strategy: { type: 'RollingUpdate', rollingUpdate } });
    await rollOut('roll');
    await change('roll', imageChange('app:2'));
    await rollOut('roll', async () => {
      const sizes = (await setsOf('roll')).map(({ spec }) => spec.replicas ?? 0);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      if (total > 5) throw new Error(`more pods than the surge allows: ${sizes.join(' + ')}`);
    });
    const sets = await setsOf('roll');
    expect(sets.map((set) => [revisionOf(set), set.spec.replicas])).toEqual([
      [1, 0],
      [2, 4],
    ]);
    await change('roll', imageChange('app:1'));
    await rollOut('roll');
    const [, back] = await setsOf('roll');
    expect(back?.metadata.name).toBe(sets[0]?.metadata.name);
    expect(back?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
    expect((await get('roll')).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  });

  it('never has fewer available pods than maxUnavailable leaves', async () => {
    const rollingUpdate = { maxSurge: 1, maxUnavailable: 0 };
    await create('steady', 3, { strategy: { type: 'RollingUpdate', rollingUpdate } });
    await rollOut('steady');
    await change('steady', imageChange('app:2'));
    const seen: number[] = [];
    await rollOut('steady', async () => {
      const pods = await podsNamed('steady');
      seen.push(pods.filter(({ status }) => status.conditions?.some(({ type }) => type === 'Ready')).length);
    });
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(3);
  });

  it('recreates only when no old pod is left, not even one that is being deleted', async () => {
    await create('again', 2, { strategy: { type: 'Recreate' } });
    await rollOut('again');
    const old = await podsNamed('again');
    await Promise.all(
      old.map(({ metadata }) =>
        cluster.client.patch(
          Pods,
          { namespace, name: metadata.name ?? '' },
          { type: 'merge', body: { metadata: { finalizers: ['example.com/hold'] } } },
        ),
      ),
    );
    await change('again', imageChange('app:2'));
    await eventually(async () => {
      const pods = await podsNamed('again');
      expect(pods).toHaveLength(2);
      expect(pods.every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
      expect((await get('again')).status.replicas ?? 0).toBe(0);
    });
    expect(await setsOf('again')).toHaveLength(1);
    for (const pod of old) {
      const { name = '' } = pod.metadata;
      const patch = { type: 'merge', body: { metadata: { finalizers: null } } } as const;
      await cluster.client.patch(Pods, { namespace, name }, patch);
      await endPod(cluster.client, pod).catch(() => undefined);
    }
    await rollOut('again');
    expect((await podsNamed('again')).map(({ spec }) => spec.containers[0]?.image)).toEqual(['app:2', 'app:2']);
  });

  it('gives all ReplicaSets their share when it is scaled in the middle of a rollout', async () => {
    const rollingUpdate = { maxSurge: 3, maxUnavailable: 2 };
    await create('share', 10, { strategy: { type: 'RollingUpdate', rollingUpdate } });
    await rollOut('share');
    await change('share', imageChange('broken:404'));
    const sizes = async () => (await setsOf('share')).map(({ spec }) => spec.replicas);
    await eventually(async () => expect(await sizes()).toEqual([8, 5]));
    await change('share', { replicas: 30 });
    await eventually(async () => expect(await sizes()).toEqual([20, 13]));
  });

  it('does not roll while it is paused, but scales', async () => {
    await create('paused', 1);
    await rollOut('paused');
    await change('paused', { paused: true });
    await change('paused', { ...imageChange('app:2'), replicas: 2 });
    await eventually(async () => {
      const { metadata, status } = await get('paused');
      expect(status.observedGeneration).toBe(metadata.generation);
      expect(status.conditions).toContainEqual(
        expect.objectContaining({ type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused' }),
      );
      expect((await setsOf('paused')).map(({ spec }) => spec.replicas)).toEqual([2]);
    });
    await change('paused', { paused: false });
    await rollOut('paused');
    expect((await setsOf('paused')).map(({ spec }) => spec.replicas)).toEqual([0, 2]);
  });

  it('reports a rollout that makes no progress in time', async () => {
    await create('stuck', 1, { progressDeadlineSeconds: 1 });
    const set = await eventually(async () => {
      const [found] = await setsOf('stuck');
      expect(found).toBeDefined();
      return found;
    });
    await eventually(async () => {
      expect((await get('stuck')).status.conditions).toContainEqual(
        expect.objectContaining({
          type: 'Progressing',
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          message: `ReplicaSet "${set?.metadata.name ?? ''}" has timed out progressing.`,
        }),
      );
    });
  });

  it('keeps as many old ReplicaSets as it is told', async () => {
    await create('short', 1, { revisionHistoryLimit: 1 });
    await rollOut('short');
    for (const image of ['app:2', 'app:3', 'app:4']) {
      await change('short', imageChange(image));
      await rollOut('short');
    }
    await eventually(async () => expect((await setsOf('short')).map(revisionOf)).toEqual([3, 4]));
  });

  it('counts up when the name of a ReplicaSet is taken by another', async () => {
    await create('collide', 1);
    await rollOut('collide');
    const [first] = await setsOf('collide');
    const name = first?.metadata.name ?? '';
    await cluster.client.delete(Deployments, { namespace, name: 'collide' });
    // Another's now: with the name that the next one of this template would have.
    await cluster.client.patch(
      ReplicaSets,
      { namespace, name },
      { type: 'merge', body: { metadata: { ownerReferences: null, labels: { app: 'other' } } } },
    );
    await create('collide', 1);
    await eventually(async () => expect((await get('collide')).status.collisionCount).toBe(1));
    await rollOut('collide');
    expect((await setsOf('collide')).map(({ metadata }) => metadata.name)).not.toContain(name);
  });
});
