import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ControllerRevisions, DaemonSets } from '@wherry/api/apps-v1';
import { Events, Nodes, type Pod } from '@wherry/api/core-v1';
import { eventually } from '@wherry/component/testing';
import { targetNode } from '../plans/daemon/daemon-pod.ts';
import { endPod, failPod, podsOf, podTemplate, runPod } from '../testing/pods.ts';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { daemonSetEntry } from './daemon-set.ts';

const namespace = 'default';
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ controllers: [daemonSetEntry] });
  await addNode('one', { disk: 'ssd' });
  await addNode('two', { disk: 'hdd' });
});
afterAll(() => cluster.stop());
afterEach(async () => {
  await cluster.client.deleteCollection(DaemonSets, { namespace });
});

async function addNode(name: string, labels: Record<string, string> = {}): Promise<void> {
  await cluster.client.create(Nodes, { metadata: { name, labels } });
  // Nodes begin with a taint until they are ready.
  await taint(name, null);
}

function create(name: string, spec: object = {}) {
  const labels = { app: name };
  return cluster.client.create(DaemonSets, {
    metadata: { namespace, name },
    spec: { selector: { matchLabels: labels }, template: podTemplate(labels), ...spec },
  });
}

const get = (name: string) => cluster.client.get(DaemonSets, { namespace, name });
const podsNamed = (name: string) => podsOf(cluster.client, `app=${name}`);
const imageChange = (image: string) => ({ template: { spec: { containers: [{ name: 'app', image }] } } });
const nodesOf = (pods: readonly Pod[]) => pods.map((pod) => targetNode(pod) ?? '').toSorted((a, b) => (a < b ? -1 : 1));

async function change(name: string, spec: object): Promise<void> {
  await cluster.client.patch(DaemonSets, { namespace, name }, { type: 'strategic', body: { spec } });
}

async function label(node: string, labels: Record<string, string | null>): Promise<void> {
  await cluster.client.patch(Nodes, { name: node }, { type: 'merge', body: { metadata: { labels } } });
}

async function taint(node: string, taints: object[] | null): Promise<void> {
  await cluster.client.patch(Nodes, { name: node }, { type: 'merge', body: { spec: { taints } } });
}

/** Waits until the set has pods for exactly these nodes. */
const runsOn = (name: string, ...nodes: string[]) =>
  eventually(async () => {
    const pods = await podsNamed(name);
    expect(nodesOf(pods)).toEqual(nodes);
    return pods;
  });

/** Does what kubelets do, until all pods are of an image and available. */
async function rollOut(name: string, image: string, look: (pods: Pod[]) => void = () => undefined): Promise<void> {
  await eventually(async () => {
    const pods = await podsNamed(name);
    look(pods);
    for (const pod of pods) {
      if (pod.metadata.deletionTimestamp === undefined && pod.status.phase !== 'Running')
        await runPod(cluster.client, pod);
    }
    const { metadata, status } = await get(name);
    expect(status.observedGeneration).toBe(metadata.generation);
    expect([status.updatedNumberScheduled, status.numberAvailable]).toEqual([2, 2]);
    expect(pods.map(({ spec }) => spec.containers[0]?.image)).toEqual([image, image]);
  });
}

describe('daemonSetEntry', () => {
  it('makes a pod for every node, which only that node can take, and reports them', async () => {
    await create('everywhere');
    const pods = await runsOn('everywhere', 'one', 'two');
    const pod = pods.find((candidate) => targetNode(candidate) === 'one');
    expect(pod?.spec.nodeName).toBeUndefined();
    expect(pod?.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['one'] }] }],
    });
    expect(pod?.spec.tolerations?.map(({ key, effect }) => `${key ?? ''}:${effect ?? ''}`)).toEqual([
      'node.kubernetes.io/not-ready:NoExecute',
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/disk-pressure:NoSchedule',
      'node.kubernetes.io/memory-pressure:NoSchedule',
      'node.kubernetes.io/pid-pressure:NoSchedule',
      'node.kubernetes.io/unschedulable:NoSchedule',
    ]);
    const { items } = await cluster.client.list(ControllerRevisions, { namespace, labelSelector: 'app=everywhere' });
    const hash = items[0]?.metadata.labels?.['controller-revision-hash'];
    expect(items.map(({ metadata, revision }) => [metadata.name, revision])).toEqual([[`everywhere-${hash}`, 1]]);
    expect(pod?.metadata.labels).toEqual({
      app: 'everywhere',
      'controller-revision-hash': hash,
      'pod-template-generation': '1',
    });
    if (pod !== undefined) await runPod(cluster.client, pod);
    await eventually(async () => {
      expect((await get('everywhere')).status).toEqual({
        observedGeneration: 1,
        desiredNumberScheduled: 2,
        currentNumberScheduled: 2,
        numberMisscheduled: 0,
        numberReady: 1,
        updatedNumberScheduled: 2,
        numberAvailable: 1,
        numberUnavailable: 1,
      });
    });
  });

  it('follows the labels of nodes', async () => {
    await create('picky', {
      template: { ...podTemplate({ app: 'picky' }), spec: { ...podTemplate({}).spec, nodeSelector: { disk: 'ssd' } } },
    });
    await runsOn('picky', 'one');
    await label('two', { disk: 'ssd' });
    await runsOn('picky', 'one', 'two');
    await label('two', { disk: 'hdd' });
    await runsOn('picky', 'one');
  });

  it('keeps away from tainted nodes, and leaves those that must not even be stayed on', async () => {
    await taint('two', [{ key: 'busy', effect: 'NoSchedule' }]);
    await create('tainted');
    await runsOn('tainted', 'one');
    await taint('two', null);
    await runsOn('tainted', 'one', 'two');
    await taint('two', [{ key: 'busy', effect: 'NoSchedule' }]);
    await eventually(async () => {
      const { status } = await get('tainted');
      expect([status.desiredNumberScheduled, status.numberMisscheduled]).toEqual([1, 1]);
    });
    expect(await podsNamed('tainted')).toHaveLength(2);
    await taint('two', [{ key: 'broken', effect: 'NoExecute' }]);
    await runsOn('tainted', 'one');
    await taint('two', null);
  });

  it('goes to cordoned nodes and to new ones, and cleans up after nodes that are gone', async () => {
    await taint('two', [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]);
    await create('loyal');
    await runsOn('loyal', 'one', 'two');
    await taint('two', null);
    await addNode('three');
    await runsOn('loyal', 'one', 'three', 'two');
    await cluster.client.delete(Nodes, { name: 'three' });
    await runsOn('loyal', 'one', 'two');
  });

  it('replaces a pod that has failed, and says so', async () => {
    await create('failing');
    const [pod] = await runsOn('failing', 'one', 'two');
    if (pod === undefined) throw new Error('two pods were there');
    await failPod(cluster.client, pod);
    await eventually(async () => {
      const pods = await podsNamed('failing');
      expect(nodesOf(pods)).toEqual(['one', 'two']);
      expect(pods.map(({ metadata }) => metadata.uid)).not.toContain(pod.metadata.uid);
    });
    const { items } = await cluster.client.list(Events, { namespace, fieldSelector: 'reason=FailedDaemonPod' });
    expect(items[0]?.message).toBe(
      `Found failed daemon pod default/${pod.metadata.name ?? ''} on node ${targetNode(pod) ?? ''}, will try to kill it`,
    );
  });

  it('updates one node after the other, and can go back without touching what is right', async () => {
    await create('roll');
    await runsOn('roll', 'one', 'two');
    await rollOut('roll', 'app:1');
    await change('roll', imageChange('app:2'));
    await rollOut('roll', 'app:2', (pods) => {
      const ready = pods.filter(({ status }) => status.phase === 'Running');
      if (ready.length === 0) throw new Error('no pod was left that runs');
    });
    await change('roll', imageChange('app:1'));
    await rollOut('roll', 'app:1');
    const { items } = await cluster.client.list(ControllerRevisions, { namespace, labelSelector: 'app=roll' });
    expect(items.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([2, 3]);
  });

  it('surges: the old pod goes when the new one is available', async () => {
    const rollingUpdate = { maxSurge: 1, maxUnavailable: 0 };
    await create('surge', { updateStrategy: { type: 'RollingUpdate', rollingUpdate } });
    await runsOn('surge', 'one', 'two');
    await rollOut('surge', 'app:1');
    await change('surge', imageChange('app:2'));
    let most = 0;
    await rollOut('surge', 'app:2', (pods) => {
      most = Math.max(most, pods.length);
      const ready = pods.filter(({ status }) => status.phase === 'Running');
      if (ready.length < 2) throw new Error('a node was left without a pod that runs');
    });
    expect(most).toBe(3);
  });

  it('leaves updates to whoever deletes pods, if it is told so', async () => {
    await create('lazy', { updateStrategy: { type: 'OnDelete' } });
    await runsOn('lazy', 'one', 'two');
    await change('lazy', imageChange('app:2'));
    await eventually(async () => {
      const { metadata, status } = await get('lazy');
      expect(status.observedGeneration).toBe(metadata.generation);
      expect(status.updatedNumberScheduled ?? 0).toBe(0);
    });
    const [pod] = await podsNamed('lazy');
    if (pod !== undefined) await endPod(cluster.client, pod);
    await eventually(async () => expect((await get('lazy')).status.updatedNumberScheduled).toBe(1));
  });

  it('keeps as many old revisions as it is told', async () => {
    await create('short', { revisionHistoryLimit: 1, updateStrategy: { type: 'OnDelete' } });
    for (const image of ['app:2', 'app:3', 'app:4']) {
      const { metadata } = await get('short');
      await eventually(async () => expect((await get('short')).status.observedGeneration).toBe(metadata.generation));
      await change('short', imageChange(image));
    }
    await eventually(async () => {
      const { items } = await cluster.client.list(ControllerRevisions, { namespace, labelSelector: 'app=short' });
      // The first has pods, so it stays beside the newest.
      expect(items.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([1, 4]);
    });
  });
});
