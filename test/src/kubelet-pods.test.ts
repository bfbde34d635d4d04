// Pods on the real engine, by a kubelet and an API server in this process.

import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { silentLog, systemClock, type Running } from '@wherry/component';
import { openDockerRuntime, startKubelet, type Runtime } from '@wherry/kubelet';
import { openTestTransport } from '@wherry/kubelet/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';

const owner = `test-${randomUUID()}`;
const pods = '/api/v1/namespaces/default/pods';

let api: TestApi;
let runtime: Runtime;
let root: string;
let kubelet: Running;
let transport: ReturnType<typeof openTestTransport>;

beforeAll(async () => {
  api = await startTestApi();
  transport = openTestTransport(api);
  root = await mkdtemp(join(tmpdir(), 'wherry-kubelet-'));
  runtime = await openDockerRuntime({ owner, sandboxImage: baseImage });
  await api.send('POST', '/api/v1/namespaces', { body: { metadata: { name: 'kube-node-lease' } } });
  kubelet = await start();
});

afterAll(async () => {
  await kubelet.stop();
  for (const { containers, sandboxes, pod } of await runtime.pods()) {
    await Promise.all(containers.map(({ id }) => runtime.removeContainer(id)));
    await Promise.all(sandboxes.map(({ id }) => runtime.removeSandbox(id)));
    for (const name of await runtime.volumes(pod.uid)) await runtime.removeVolume(name);
  }
  await transport.stop();
  await api.stop();
  await rm(root, { recursive: true, force: true });
});

const start = () =>
  startKubelet({
    transport,
    runtime,
    nodeName: 'node-1',
    nodeAddress: '127.0.0.1',
    capacity: { cpu: '2', memory: '2Gi', pods: '20' },
    root,
    clock: systemClock,
    log: silentLog,
  });

interface Status {
  readonly phase: string;
  readonly containerStatuses?: readonly {
    readonly restartCount: number;
    readonly state: { readonly terminated?: { readonly message?: string; readonly reason: string } };
  }[];
}

function create(name: string, container: object, spec: object = {}) {
  const containers = [
    { name: 'app', image: baseImage, terminationMessagePolicy: 'FallbackToLogsOnError', ...container },
  ];
  return api.send('POST', pods, {
    body: {
      metadata: { name },
      spec: { nodeName: 'node-1', restartPolicy: 'Never', automountServiceAccountToken: false, containers, ...spec },
    },
  });
}
async function statusOf(name: string): Promise<Status> {
  const { body } = await api.send('GET', `${pods}/${name}`);
  const { status } = JSON.parse(body.toString()) as { readonly status: Status };
  return status;
}
const eventually = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 90_000, interval: 100 });

it('gives a pod its files, its variables, and hears its last words', async () => {
  await api.send('POST', '/api/v1/namespaces/default/configmaps', {
    body: { metadata: { name: 'settings' }, data: { colour: 'blue' } },
  });
  const script =
    'cat /config/colour; cat /info/name; echo -n " $NAME $(stat -f -c %T /memory) "; cat /shared/from-init; exit 1';
  await create(
    'story',
    {
      command: ['sh', '-c', script],
      env: [{ name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      volumeMounts: ['config', 'info', 'memory', 'shared'].map((name) => ({ name, mountPath: `/${name}` })),
    },
    {
      initContainers: [
        {
          name: 'init',
          image: baseImage,
          command: ['sh', '-c', 'echo -n hello > /shared/from-init'],
          volumeMounts: [{ name: 'shared', mountPath: '/shared' }],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name: 'settings' } },
        { name: 'info', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
        { name: 'memory', emptyDir: { medium: 'Memory' } },
        { name: 'shared', emptyDir: {} },
      ],
    },
  );
  await eventually(async () => (await statusOf('story')).phase).toBe('Failed');
  const ended = (await statusOf('story')).containerStatuses?.[0]?.state.terminated;
  expect(ended).toMatchObject({ reason: 'Error', message: 'bluedefault story tmpfs hello' });
});

it('ends a pod that is deleted, and leaves nothing behind', async () => {
  const trap = 'trap "exit 0" TERM; while :; do sleep 0.1; done';
  await create('short', { command: ['sh', '-c', trap] });
  await eventually(async () => (await statusOf('short')).phase).toBe('Running');
  await api.send('DELETE', `${pods}/short`);
  await eventually(async () => (await api.send('GET', `${pods}/short`)).status).toBe(404);
  await eventually(async () => (await runtime.pods()).filter(({ pod }) => pod.name === 'short').length).toBe(0);
});

it('does not touch a running pod when the kubelet starts anew', async () => {
  await create('stays', { command: ['sleep', '1000'] }, { terminationGracePeriodSeconds: 0 });
  await eventually(async () => (await statusOf('stays')).phase).toBe('Running');
  const find = async () => (await runtime.pods()).find(({ pod }) => pod.name === 'stays');
  const before = await find();
  await kubelet.stop();
  kubelet = await start();
  await api.send('DELETE', `${pods}/story`);
  await eventually(async () => (await readdir(join(root, 'pods'))).length).toBe(1);
  expect(await find()).toEqual(before);
  expect((await statusOf('stays')).containerStatuses?.[0]?.restartCount).toBe(0);
});
