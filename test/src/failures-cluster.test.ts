// What a cluster lives through: processes that are killed, a machine that is silent for a while, containers that
// somebody removes, machines that are started again. One story on a cluster of its own.

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { nodesAreReady, useCluster } from './cluster/shared-cluster.ts';
import { apiClient } from './failures/api-client.ts';
import type { ApiClient, ApiObject } from './failures/api-client.ts';
import { isReady, startChurn, unsettled } from './failures/churn.ts';
import { disagreement } from './failures/disagreement.ts';
import { docker, followContainers, podContainers } from './failures/docker.ts';
import { cgroups, difference, footprint } from './failures/footprint.ts';
import { killAll } from './failures/kill-components.ts';
import { ask, startLoad } from './failures/open-loop-load.ts';
import { randomFrom } from './failures/random.ts';
import { deployment, nodePortService as service } from './failures/workloads.ts';
import { waitFor } from './wait-for.ts';

const workers = ['node-1', 'node-2'];
const cluster = useCluster({ own: 'failures', workers: workers.length });
const timeout = 1_200_000;
const patience = { timeoutMs: 240_000, intervalMs: 500 };
const seed = Number(process.env['WHERRY_SEED'] ?? Date.now() % 1_000_000);

const ofControlPlane = [
  'etcd',
  'apiserver',
  'controller-manager',
  'scheduler',
  'gate',
  'ingress',
  'control-plane-proxy',
];
const ofWorkers = workers.flatMap((worker) => [`${worker}-kubelet`, `${worker}-proxy`]);

const apply = (...items: object[]): Promise<string> =>
  cluster.kubectl.succeed(['apply', '-f', '-'], {
    stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  });

let api: ApiClient;
let nodePort: string;
/** The UIDs of pods that have come and gone. */
let churnedPods: readonly string[];
let tries = 0;
const podsOf = (app: string): Promise<readonly ApiObject[]> =>
  api.list(`/api/v1/namespaces/${cluster.namespace}/pods?labelSelector=app%3D${app}`);
const identities = async (app: string): Promise<string[]> =>
  (await podsOf(app)).map(
    ({ metadata, status }) =>
      `${metadata.name} ${metadata.uid} ${status.podIP} restarts: ${status.containerStatuses?.[0]?.restartCount}`,
  );

/** The node port of each machine, and of this one. */
const entrances = (): readonly string[] =>
  [`${cluster.network}.2`, cluster.nodeAddress(1), cluster.nodeAddress(2), '127.0.0.1'].map(
    (host) => `http://${host}:${nodePort}/`,
  );

/** Each pod says its own name by way of a node port. */
function allAnswer(app: string, url = `http://${cluster.nodeAddress(1)}:${nodePort}/`): Promise<true> {
  const seen = new Set<string>();
  return waitFor(
    `all pods of ${app} to answer at ${url}`,
    async () => {
      const pods = (await podsOf(app)).map(({ metadata }) => metadata.name);
      seen.add((await ask(url, { headers: { connection: 'close' } })).text.replace(/^You've hit /, ''));
      return pods.every((pod) => seen.has(pod)) || undefined;
    },
    { timeoutMs: 120_000, intervalMs: 20 },
  );
}

const agree = (): Promise<true> =>
  waitFor(
    'the API and the engine to agree',
    async () => {
      const open = await disagreement({ api, cluster: cluster.name });
      if (open.length > 0) throw new Error(open.join('\n'));
      return true as const;
    },
    patience,
  );

describe('a cluster that is hit', { timeout }, () => {
  beforeAll(async () => {
    api = await apiClient(cluster.kubeconfig);
    await apply(deployment('quiet', 4), service('quiet'));
    await cluster.kubectl.succeed(['rollout', 'status', 'deployment/quiet', '--timeout=200s'], { timeoutMs: 210_000 });
    nodePort = await cluster.kubectl.succeed(['get', 'service', 'quiet', '-o', 'jsonpath={.spec.ports[0].nodePort}']);
    for (const url of entrances()) await allAnswer('quiet', url);
  }, timeout);

  it(`loses nothing, leaves nothing and doubles nothing while each process is killed 20 times (seed ${seed})`, async () => {
    const before = await footprint(cluster, workers);
    const quietBefore = await identities('quiet');
    tries += 1;
    const namespace = `${cluster.namespace}-churn-${tries}`;
    await cluster.kubectl.succeed(['create', 'namespace', namespace]);
    const containers = await followContainers(cluster.name);
    const targets = entrances()
      .slice(1)
      .map((url) => ({ url }));
    const load = startLoad({ targets, perSecond: 15, keepsConnections: false });
    onTestFinished(async () => void (await load.stop()));
    const scope = { api, namespace };
    const churn = await startChurn({ ...scope, random: randomFrom(seed) });
    onTestFinished(() => churn.stop());
    const victims = [...ofControlPlane, ...ofWorkers].map((name) => cluster.container(name));
    await killAll({ containers: victims, times: 20, together: 3, random: randomFrom(seed + 1) });
    // However little came through while processes were away, in the end there was a churn.
    const gone = (uids: ReadonlySet<string>) => [...uids].filter((uid) => !quietBefore.join().includes(uid));
    await waitFor(
      'enough pods to have come',
      () => churn.taken > 20 && gone(containers.soFar().uids).length > 10,
      patience,
    );
    await churn.stop();

    await waitFor(
      'all workloads to have their pods',
      async () => {
        const open = await unsettled(scope);
        if (open.length > 0) throw new Error(open.join(', '));
        return true;
      },
      patience,
    );
    await agree();
    expect(await identities('quiet')).toEqual(quietBefore);

    await cluster.kubectl.succeed(['delete', 'namespace', namespace, '--timeout=240s'], { timeoutMs: 250_000 });
    await waitFor(
      'nothing to be left',
      async () => {
        const left = difference(before, await footprint(cluster, workers));
        if (left.length > 0) throw new Error(left.join('\n'));
        return true;
      },
      patience,
    );
    expect((await load.stop()).failures).toEqual([]);
    const { doubles, uids } = await containers.stop();
    expect(doubles).toEqual([]);
    churnedPods = gone(uids);
  });

  it('moves the pods of a machine that is silent, and has none twice when it is back', async () => {
    const leaves = ['not-ready', 'unreachable'].map((state) => ({
      key: `node.kubernetes.io/${state}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 2,
    }));
    await nodesAreReady(cluster.kubectl);
    const containers = await followContainers(cluster.name);
    await apply(deployment('mover', 4, { tolerations: leaves, terminationGracePeriodSeconds: 2 }));
    await cluster.kubectl.succeed(['rollout', 'status', 'deployment/mover', '--timeout=200s'], { timeoutMs: 210_000 });
    const quietBefore = await identities('quiet');
    const lost = (await podsOf('mover')).filter(({ spec }) => spec.nodeName === 'node-2');
    expect(lost).not.toEqual([]);

    const silent = ['kubelet', 'proxy'].map((name) => cluster.container(`node-2-${name}`));
    await docker('pause', ...silent);
    try {
      await cluster.kubectl.succeed(['wait', 'node/node-2', '--for=condition=Ready=Unknown', '--timeout=200s'], {
        timeoutMs: 210_000,
      });
      const moved = await waitFor(
        'other pods on the other machine',
        async () => {
          const present = (await podsOf('mover')).filter(isReady);
          return present.length === 4 && present.every(({ spec }) => spec.nodeName === 'node-1') && present;
        },
        patience,
      );
      const names = new Set(moved.map(({ metadata }) => metadata.name));
      expect(lost.filter(({ metadata }) => names.has(metadata.name))).toEqual([]);
    } finally {
      await docker('unpause', ...silent);
    }
    await cluster.kubectl.succeed(['wait', 'node/node-2', '--for=condition=Ready', '--timeout=200s'], {
      timeoutMs: 210_000,
    });
    await waitFor('the pods that have moved to be gone', async () => (await podsOf('mover')).length === 4, patience);
    await agree();
    // These tolerate a silent machine for five minutes.
    expect(await identities('quiet')).toEqual(quietBefore);
    expect((await containers.stop()).doubles).toEqual([]);
  });

  it('makes anew the containers that somebody has removed, of the same pods', async () => {
    const before = await podsOf('quiet');
    const removed = (await podContainers(cluster.name)).map(({ id }) => id);
    // All at once, as the kubelets see it: else one makes anew what is still to be removed.
    const kubelets = workers.map((worker) => cluster.container(`${worker}-kubelet`));
    await docker('pause', ...kubelets);
    try {
      await docker('rm', '--force', ...removed);
    } finally {
      await docker('unpause', ...kubelets);
    }
    const restarts = (pods: readonly ApiObject[]) =>
      new Map(pods.map(({ metadata, status }) => [metadata.uid, status.containerStatuses?.[0]?.restartCount]));
    await waitFor(
      'all containers to be back',
      async () => {
        const present = await podContainers(cluster.name);
        return present.length >= removed.length && (await disagreement({ api, cluster: cluster.name })).length === 0;
      },
      patience,
    );
    await waitFor('all pods to be ready', async () => (await podsOf('quiet')).every(isReady), patience);
    const present = (await podContainers(cluster.name)).map(({ id }) => id);
    expect(present.filter((id) => removed.includes(id))).toEqual([]);
    expect(restarts(await podsOf('quiet'))).toEqual(
      new Map([...restarts(before)].map(([uid, count]) => [uid, (count ?? 0) + 1])),
    );
    await allAnswer('quiet');
  });

  it.each(['node-1', 'control-plane'])(
    'goes on with the same pods when the machine %s is started again',
    async (machine) => {
      const before = await identities('quiet');
      await docker('restart', '--time=0', cluster.container(machine));
      await waitFor(
        'all processes to be in its network',
        async () => {
          const { code } = await cluster.kubectl.run(['get', '--raw=/readyz']);
          return code === 0;
        },
        patience,
      );
      await allAnswer('quiet');
      await waitFor('all nodes to be ready', async () => (await api.list('/api/v1/nodes')).every(isReady), patience);
      await waitFor('all pods to be ready', async () => (await podsOf('quiet')).every(isReady), patience);
      expect(await identities('quiet')).toEqual(before);
      await agree();
    },
  );

  it('has left no cgroup of the pods that are gone', async () => {
    expect(churnedPods).not.toEqual([]);
    // What a kubelet could not take away, because it was killed, goes within three minutes.
    await waitFor(
      'no cgroup to be left',
      async () => {
        const present = await cgroups(cluster);
        const left = churnedPods.filter((uid) => present.includes(uid));
        if (left.length > 0) throw new Error(left.join());
        return true;
      },
      { timeoutMs: 300_000, intervalMs: 1_000 },
    );
  });
});
