// What somebody who runs the cluster does to it by kubectl: seeing what it uses, looking into it through the API, and
// taking a node out of service without taking the application with it.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const docker = promisify(execFile);

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly nodeName: string };
  }[];
}

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'shop' } },
    template: {
      metadata: { labels: { app: 'shop' } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [{ name: 'web', image: 'luksa/kubia', imagePullPolicy: 'Never', ports: [{ containerPort: 8080 }] }],
      },
    },
  },
};

const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'shop' },
  spec: { minAvailable: 2, selector: { matchLabels: { app: 'shop' } } },
};

beforeAll(async () => {
  await cluster.kubectl.succeed(['apply', '-f', '-'], { stdin: JSON.stringify(deployment) });
  await cluster.kubectl.succeed(['expose', 'deployment', 'shop', '--port=80', '--target-port=8080']);
  await allAreReady();
});

/** As many pods as there should be, all ready. */
async function allAreReady(): Promise<void> {
  await cluster.kubectl.succeed(['rollout', 'status', 'deployment', 'shop', '--timeout=150s'], { timeoutMs: 160_000 });
}

const pods = async () => ((await cluster.kubectl.json(['get', 'pods', '--selector=app=shop'])) as PodList).items;

/** The first of the application's pods. */
async function aPod() {
  const [pod] = await pods();
  if (pod === undefined) throw new Error('There is no pod');
  return { name: pod.metadata.name, node: pod.spec.nodeName };
}

describe('the way through the API', () => {
  const raw = (path: string) => cluster.kubectl.succeed(['get', '--raw', path]);

  it('leads to a pod, a Service and a kubelet', async () => {
    const { name, node } = await aPod();
    const namespace = `/api/v1/namespaces/${cluster.namespace}`;
    const answer = await waitFor('the pod to listen', () => raw(`${namespace}/pods/${name}:8080/proxy/`));
    expect(answer).toBe(`You've hit ${name}\n`);
    const names = (await pods()).map(({ metadata }) => metadata.name);
    const hit = await waitFor('a pod of the Service to listen', () => raw(`${namespace}/services/shop:80/proxy/`));
    expect(names).toContain(/You've hit (\S+)/.exec(hit)?.[1]);
    expect(await raw(`/api/v1/nodes/${node}/proxy/healthz`)).toBe('ok');
  });

  it('does not hide that the kubelet is gone', async () => {
    const { name, node } = await aPod();
    const sleeping = await cluster.kubectl.start(['exec', name, '--', 'sh', '-c', 'echo begun; sleep 600']);
    onTestFinished(async () => void (await sleeping.stop()));
    await waitFor('the command to begin', () => sleeping.stdout.includes('begun'));
    const kubelet = cluster.container(`${node}-kubelet`);
    await docker('docker', ['kill', kubelet]);
    try {
      expect((await sleeping.ended).code).not.toBe(0);
      const { code, stderr } = await cluster.kubectl.run(['logs', name]);
      expect(code).toBe(1);
      expect(stderr).toContain('connect: connection refused');
    } finally {
      await docker('docker', ['start', kubelet]);
    }
    // The pod has not noticed.
    const log = await waitFor('the kubelet to be back', () => cluster.kubectl.succeed(['logs', name]));
    expect(log).toContain('Kubia server starting');
  });
});

describe('kubectl top', () => {
  it('shows nodes, pods and containers, with nothing to install', async () => {
    const names = (await pods()).map(({ metadata }) => metadata.name);
    const usage = await waitFor(
      'every pod to be measured',
      async () => {
        const shown = await cluster.kubectl.succeed([
          'top',
          'pods',
          '--containers',
          '--no-headers',
          '--selector=app=shop',
        ]);
        return names.every((name) => shown.includes(name)) && shown;
      },
      { timeoutMs: 150_000, intervalMs: 2000 },
    );
    for (const line of usage.trim().split('\n')) expect(line).toMatch(/^shop-\S+ +web +\d+m +[1-9]\d*Mi/);
    const nodes = await waitFor('every node to be measured', async () => {
      const shown = await cluster.kubectl.succeed(['top', 'nodes', '--no-headers']);
      return shown.trim().split('\n').length === 3 && shown;
    });
    for (const line of nodes.trim().split('\n')) expect(line).toMatch(/^node-\d +[1-9]\d*m +\d+% +[1-9]\d*Mi +\d+%/);
  });
});

describe('kubectl drain', () => {
  it('empties a node and leaves as many pods as the budget wants', async () => {
    await allAreReady();
    await cluster.kubectl.succeed(['apply', '-f', '-'], { stdin: JSON.stringify(budget) });
    await waitFor('the budget to be computed', async () => {
      const allowed = ['get', 'pdb', 'shop', '--output=jsonpath={.status.disruptionsAllowed}'];
      return (await cluster.kubectl.succeed(allowed)) === '1';
    });
    const { node } = await aPod();
    const readyPods = async () => {
      const line = await cluster.kubectl.succeed([
        'get',
        'deployment',
        'shop',
        '--output=jsonpath={.status.readyReplicas}',
      ]);
      return Number(line);
    };
    const drain = cluster.kubectl.run(['drain', node, '--pod-selector=app=shop', '--timeout=150s'], {
      timeoutMs: 160_000,
    });
    let isOver = false;
    const drained = drain.finally(() => (isOver = true));
    let fewest = 3;
    while (!isOver) fewest = Math.min(fewest, await readyPods());
    try {
      const { code, stderr } = await drained;
      expect([code, stderr]).toEqual([0, stderr]);
      expect(fewest).toBeGreaterThanOrEqual(2);
      expect((await pods()).filter(({ spec }) => spec.nodeName === node)).toEqual([]);
    } finally {
      await cluster.kubectl.succeed(['uncordon', node]);
    }
  });

  it('is told when the budget is spent', async () => {
    await cluster.kubectl.succeed(['patch', 'pdb', 'shop', '--type=merge', '--patch={"spec":{"minAvailable":3}}']);
    await waitFor('the budget to be spent', async () => {
      const allowed = ['get', 'pdb', 'shop', '--output=jsonpath={.status.disruptionsAllowed}'];
      return (await cluster.kubectl.succeed(allowed)) === '0';
    });
    // A pod that does not run yet may go, whatever the budget says.
    await allAreReady();
    const { name } = await aPod();
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
    const path = `/api/v1/namespaces/${cluster.namespace}/pods/${name}/eviction`;
    const { code, stderr } = await cluster.kubectl.run(['create', '--raw', path, '-f', '-'], {
      stdin: JSON.stringify(eviction),
    });
    expect(code).toBe(1);
    expect(stderr).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
  });
});
