// A cluster on a laptop to which happens what happens to laptops: its engine is restarted, it comes into another network, its
// power fails. Nobody types anything afterwards. One story: each test goes on with what the one before has left.

import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterImages, ensureClusterImages } from '../../setup/image/wherry-image.ts';
import { baseImage } from '../../setup/steps/base-image.ts';
import { thisMachine } from '../../setup/steps/machine.ts';
import { checkout } from './checkout.ts';
import { buildStandIns } from './cluster/stand-in-images.ts';
import { wherryProcess } from './cluster/wherry-command.ts';
import { kubectl, type Kubectl } from './kubectl.ts';
import { canHaveLaptop, createLaptop, type Laptop } from './laptop/laptop.ts';
import { waitFor } from './wait-for.ts';

const timeout = 900_000;
const name = `wherry-laptop-${createHash('sha256').update(checkout).digest('hex').slice(0, 6)}`;
const clusterFolder = join(checkout, '.wherry', 'clusters', name);
const kubeconfig = join(clusterFolder, 'kubeconfig');
const image = 'luksa/kubia';
const nodePort = 30_080;
const workers = 2;
/** All that a laptop does after it was turned on, on a machine that others use too. */
const patience = { timeoutMs: 300_000, intervalMs: 500 };

const application = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          volumes: [{ name: 'cache', emptyDir: {} }],
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'DoNotSchedule',
              labelSelector: { matchLabels: { app: 'web' } },
            },
          ],
          containers: [
            {
              name: 'web',
              image,
              imagePullPolicy: 'Never',
              volumeMounts: [{ name: 'cache', mountPath: '/cache' }],
              readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080, nodePort }] },
  },
];

interface PodView {
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  readonly node: string;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly uid: string };
    readonly spec: { readonly nodeName: string };
    readonly status: {
      readonly podIP: string;
      readonly containerStatuses: readonly { readonly restartCount: number }[];
    };
  }[];
}

interface LeaseList {
  readonly items: readonly { readonly spec: { readonly renewTime: string } }[];
}

describe.skipIf(!(await canHaveLaptop()))('a cluster on a laptop', { timeout }, () => {
  let laptop: Laptop;
  let user: Kubectl;
  let pods: readonly PodView[];
  let credentials: string;

  beforeAll(async () => {
    const { machine, programs } = await clusterImages({ root: checkout });
    await ensureClusterImages({ machine, programs }, thisMachine({ root: checkout }));
    await buildStandIns(machine);
    laptop = await createLaptop({ name, folder: join(checkout, '.wherry', 'laptop') });
    await laptop.boot();
    await laptop.load([baseImage, machine, programs, image]);
    const up = wherryProcess(['up', `--name=${name}`, `--workers=${workers}`, '--no-merge', '--timeout=600'], {
      WHERRY_IMAGE: programs,
      WHERRY_MACHINE_IMAGE: machine,
    });
    const { code, stdout, stderr } = await (await laptop.start(up)).ended;
    expect(code, stdout + stderr).toBe(0);
    credentials = await readFile(kubeconfig, 'utf8');
    user = kubectl({ version: '1.35', kubeconfig, start: (child) => laptop.start(child) });
    await user.succeed(['apply', '-f', '-'], {
      stdin: application.map((object) => JSON.stringify(object)).join('\n---\n'),
    });
    await user.succeed(['rollout', 'status', 'deployment/web', '--timeout=200s'], { timeoutMs: 210_000 });
    pods = (await list()).map(view);
    for (const { name: pod } of pods)
      await user.succeed(['exec', pod, '--', 'sh', '-c', 'echo of $HOSTNAME > /cache/file']);
  }, timeout);

  afterAll(async () => {
    await laptop?.remove();
    await rm(clusterFolder, { recursive: true, force: true });
  }, timeout);

  const list = async () => ((await user.json(['get', 'pods', '--selector=app=web'])) as PodList).items;
  const restarts = async () =>
    (await list()).flatMap(({ status }) => status.containerStatuses.map(({ restartCount }) => restartCount));

  /** Who answers at the node port of the laptop, each on a connection of its own. */
  const answering = async (): Promise<readonly string[]> => {
    const script = `const ask = () => fetch('http://127.0.0.1:${nodePort}', { headers: { connection: 'close' } }).then((answer) => answer.text());
      Promise.all(Array.from({ length: 20 }, ask)).then((answers) => console.log([...new Set(answers)].join('')));`;
    const answers = await laptop.run(process.execPath, '-e', script);
    return [...answers.matchAll(/You've hit (\S+)/g)].map(([, pod = '']) => pod).toSorted();
  };

  /** Everything is as it was before. */
  const isBack = async (): Promise<void> => {
    const names = pods.map((pod) => pod.name);
    await waitFor(
      'every pod to answer at the node port',
      async () => (await answering()).join(' ') === names.join(' '),
      patience,
    );
    expect((await list()).map(view)).toEqual(pods);
    for (const pod of names) {
      // By name, from a pod: exec, DNS and the Service. And what the pod has written is there.
      const ask = `fetch('http://web').then((answer) => answer.text()).then((text) => console.log(text))`;
      const command = ['exec', pod, '--', 'sh', '-c', 'cat /cache/file; exec node -e "$0"', ask];
      const [file, hit = ''] = (await waitFor('the Service to answer', () => user.succeed(command), patience)).split(
        '\n',
      );
      expect(names).toContain(hit.replace("You've hit ", ''));
      expect(file).toBe(`of ${pod}`);
    }
    expect(await containers()).toEqual(pods.flatMap(({ uid }) => [`${uid} POD`, `${uid} web`]).toSorted());
    await waitFor('every process to run', async () => (await resting()) === '', patience);
    expect(await readFile(kubeconfig, 'utf8')).toBe(credentials);
  };

  /** By itself, after everything has ended. */
  const comesBack = async (event: () => Promise<void>): Promise<void> => {
    const [before, since] = [await restarts(), Date.now()];
    await event();
    await waitFor(
      'every kubelet to say that it is there',
      async () => {
        const { items } = (await user.json(['get', 'leases', '--namespace=kube-node-lease'])) as LeaseList;
        return items.filter(({ spec }) => Date.parse(spec.renewTime) > since).length === workers;
      },
      patience,
    );
    const ready = ['wait', 'node', '--all', '--for=condition=Ready', '--timeout=200s'];
    await user.succeed(ready, { timeoutMs: 210_000 });
    await isBack();
    await waitFor(
      'every container to be counted as started again',
      async () => (await restarts()).every((count, index) => count > (before[index] ?? 0)),
      patience,
    );
  };

  const ofCluster = '--filter=label=com.docker.compose.service';
  /** The machines and processes of the cluster that do not run. */
  const resting = async (): Promise<string> => {
    const shown = await laptop.run('docker', 'ps', '--all', ofCluster, '--format={{.State}} {{.Names}}');
    return shown.replaceAll(/^running .*\n/gm, '');
  };

  /** What runs for pods: whose, and which. */
  const containers = async (): Promise<readonly string[]> => {
    const format = '--format={{.Label "io.kubernetes.pod.uid"}} {{.Label "io.kubernetes.container.name"}}';
    const shown = await laptop.run('docker', 'ps', '--filter=label=io.kubernetes.pod.uid', format);
    return shown
      .split('\n')
      .filter((line) => line !== '')
      .toSorted();
  };

  it('comes back when the engine is restarted', () => comesBack(() => laptop.restartEngine()));

  it('comes back when the engine has crashed', () => comesBack(() => laptop.crashEngine()));

  it('goes on when the laptop comes into another network', async () => {
    const before = await restarts();
    await laptop.moveTo('198.51.100');
    await isBack();
    expect(await restarts()).toEqual(before);
  });

  it('comes back when the power has failed', async () => {
    await comesBack(async () => {
      await laptop.cutPower();
      await laptop.boot();
    });
    // And it does not only look so.
    await user.succeed(['scale', 'deployment/web', '--replicas=3']);
    await user.succeed(['rollout', 'status', 'deployment/web', '--timeout=200s'], { timeoutMs: 210_000 });
    await waitFor('the new pod to answer', async () => (await answering()).length === 3, patience);
    const status = await (await laptop.start(wherryProcess(['status', `--name=${name}`]))).ended;
    expect(status).toMatchObject({ code: 0, stdout: expect.stringContaining('Nodes: 2 of 2 ready') });
  });
});

const view = ({ metadata: { name: pod, uid }, spec, status: { podIP: ip } }: PodList['items'][number]): PodView => ({
  name: pod,
  uid,
  ip,
  node: spec.nodeName,
});
