// What the note says of the life of pods, on the cluster: probes restart what is not alive and keep traffic from what is
// not ready, and a deletion loses no request.

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { startLoad } from './failures/open-loop-load.ts';
import { patience } from './note/note-namespaces.ts';
import { useScene } from './note/scene.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();
const scene = useScene(cluster);

const kubia = { image: 'luksa/kubia', imagePullPolicy: 'Never' };
const kuard = { image: 'gcr.io/kuar-demo/kuard-amd64:blue', imagePullPolicy: 'Never' };
const pod = (
  name: string,
  container: object,
  { labels = {}, ...spec }: { labels?: object; [field: string]: unknown } = {},
) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'app', ...container }], ...spec },
});
const service = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { type: 'NodePort', selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
});
const shell = (script: string) => ({ ...kubia, command: ['sh', '-c', script] });
const untilTold = 'trap "exit 0" TERM; while :; do sleep 0.1; done';
const deaf = 'trap "" TERM; while :; do sleep 0.1; done';
/** Asked for anything, it listens no more, and runs on. */
const closing = [
  'node',
  '-e',
  `const server = require('node:http').createServer((_, response) => response.end('bye', () => server.close()));
   server.listen(8080);
   setInterval(() => {}, 1000);
   process.on('SIGTERM', () => process.exit());`,
];
/** Hears of nothing for a while when it is asked for `/busy`: of no connection, and of no request to end. */
const busy = [
  'node',
  '-e',
  `const server = require('node:http').createServer(({ url }, response) => {
     const until = performance.now() + (url === '/busy' ? 1500 : 0);
     while (performance.now() < until);
     response.end('answered ');
   });
   server.listen(8080);
   process.on('SIGTERM', () => server.close());`,
];
/** The machine may be slow: a second would not do for every answer. */
const often = { periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 10 };

/** A server that is slow to start is not yet asked whether it is alive. */
const startup = (asked: object) => ({ startupProbe: { ...often, ...asked, failureThreshold: 60 } });
const listening = startup({ tcpSocket: { port: 8080 } });

const atOnce = [
  pod('by-tcp', {
    ...kubia,
    command: closing,
    ...listening,
    livenessProbe: { ...often, tcpSocket: { port: 8080 }, initialDelaySeconds: 1 },
  }),
  pod('by-command', {
    ...shell(`touch /tmp/alive; ${untilTold}`),
    ...startup({ exec: { command: ['cat', '/tmp/alive'] } }),
    livenessProbe: { ...often, exec: { command: ['cat', '/tmp/alive'] }, initialDelaySeconds: 1 },
  }),
  pod('never-alive', {
    ...shell(untilTold),
    livenessProbe: { ...often, exec: { command: ['false'] }, initialDelaySeconds: 6 },
  }),
  pod('too-slow', {
    ...kubia,
    ...listening,
    livenessProbe: {
      ...often,
      httpGet: { path: '/slow?ms=20000', port: 8080 },
      timeoutSeconds: 1,
      initialDelaySeconds: 2,
    },
  }),
  pod('slow-enough', {
    ...kubia,
    ...listening,
    livenessProbe: {
      ...often,
      httpGet: { path: '/slow?ms=1500', port: 8080 },
      timeoutSeconds: 20,
      initialDelaySeconds: 2,
    },
  }),
  service('served'),
  ...['one', 'other'].map((name) =>
    pod(
      name,
      { ...kuard, readinessProbe: { ...often, httpGet: { path: '/ready', port: 8080 } } },
      { labels: { app: 'served' } },
    ),
  ),
  service('deleted'),
  ...['first', 'second', 'third', 'fourth'].map((name) =>
    pod(
      name,
      { ...kubia, readinessProbe: { ...often, httpGet: { path: '/', port: 8080 } } },
      { labels: { app: 'deleted' } },
    ),
  ),
  pod('busy', { ...kubia, command: busy, readinessProbe: { ...often, httpGet: { path: '/', port: 8080 } } }),
  pod('deaf', shell(deaf)),
  pod('deaf-in-a-hurry', shell(deaf), { terminationGracePeriodSeconds: 3 }),
];

/** For what waits until a pod is gone. */
const patient = { timeoutMs: 160_000 };

/** A program that says when its request is under way, and then what is answered. */
const asking = (url: string) => `
  require('node:http')
    .get('${url}', (response) => response.pipe(process.stdout))
    .on('socket', (socket) => socket.on('connect', () => console.log('asked')));
`;

/** Sets a switch of kuard: how often its next probes fail, -1 for always. */
const fail = (name: string, { probe, times }: { readonly probe: 'healthy' | 'ready'; readonly times: number }) =>
  waitFor('the switch to be there', () =>
    scene.kubectl(['replace', '--raw', scene.proxied(name, `/${probe}/api`), '-f', '-'], {
      stdin: JSON.stringify({ failNext: times }),
    }),
  );
const ask = (name: string, path: string) =>
  waitFor(`${name} to answer`, () => scene.kubectl(['get', '--raw', scene.proxied(name, path)]));
const nodePort = async (name: string) =>
  scene.kubectl(['get', 'service', name, '--output=jsonpath={.spec.ports[0].nodePort}']);
const restarts = async (name: string) => (await scene.pod(name)).status.containerStatuses?.[0]?.restartCount;
/** Waits until a container has ended and is begun again, or waits for that; returns how it ended. */
const endOf = async (name: string) =>
  waitFor(
    `${name} to be ended`,
    async () => (await scene.pod(name)).status.containerStatuses?.[0]?.lastState.terminated,
    patience,
  );
const isGone = async (name: string) =>
  (await scene.kubectl(['get', 'pod', name, '--ignore-not-found', '--output=name'])) === '';

beforeAll(async () => {
  await scene.applyNote('04-pod-kuard-liveness.yaml');
  await scene.apply(...atOnce);
  // Three failures, ten seconds apart, while the other stories are told.
  await fail('kuard', { probe: 'healthy', times: 3 });
  await scene.ready('one', 'other', 'first', 'second', 'third', 'fourth', 'busy', 'deaf', 'deaf-in-a-hurry');
});

describe('readiness', () => {
  it('decides whether a pod gets traffic, and restarts nothing', async () => {
    const url = `http://127.0.0.1:${await nodePort('served')}/`;
    const hit = async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(20_000), headers: { connection: 'close' } });
      return (await response.text()).trim().replace('kuard on ', '');
    };
    const hits = async (count: number) =>
      [...new Set(await Promise.all(Array.from({ length: count }, hit)))].toSorted();
    const both = () => waitFor('both to be asked', async () => (await hits(20)).length === 2, patience);
    await both();
    await fail('one', { probe: 'ready', times: -1 });
    // So often that no node that has not heard of it yet goes unnoticed.
    await waitFor('only the other to be asked', async () => String(await hits(60)) === 'other', patience);
    expect(await hits(60)).toEqual(['other']);
    await fail('one', { probe: 'ready', times: 0 });
    await both();
    expect(await restarts('one')).toBe(0);
  });
});

describe('deleting a pod', () => {
  it('loses no request, new or under way', async () => {
    const origin = `http://127.0.0.1:${await nodePort('deleted')}`;
    const targets = [{ url: `${origin}/` }, { url: `${origin}/slow?ms=800` }];
    // On connections of their own: which of those that are kept is closed in which moment is the app's own affair.
    const load = startLoad({ targets, perSecond: 30, keepsConnections: false });
    onTestFinished(async () => void (await load.stop()));
    // Under way, and for long enough to be there when the pod is asked to end.
    const { podIP } = (await scene.pod('first')).status;
    const long = await cluster.kubectl.start([
      'exec',
      'one',
      '--',
      'node',
      '-e',
      asking(`http://${podIP}:8080/slow?ms=6000`),
    ]);
    await waitFor('the request to be under way', () => long.stdout.includes('asked'));
    for (const name of ['first', 'second', 'third']) await scene.kubectl(['delete', 'pod', name], patient);
    expect((await long.ended).stdout).toBe("asked\nYou've hit first\n");
    const { failures, answers, sent } = await load.stop();
    expect(failures).toEqual([]);
    // The first may have been deleted before its turn came.
    const hits = ['second', 'third', 'fourth'].map((name) => `You've hit ${name}`);
    expect([...answers.keys()]).toEqual(expect.arrayContaining(hits));
    expect([...answers.values()].reduce((sum, count) => sum + count)).toBe(sent);
  });

  it('loses none that a busy server has not let in yet', async () => {
    const { podIP } = (await scene.pod('busy')).status;
    const both = `${asking(`http://${podIP}:8080/busy`)}; setTimeout(() => { ${asking(`http://${podIP}:8080/`)} }, 200);`;
    const asked = await cluster.kubectl.start(['exec', 'one', '--', 'node', '-e', both]);
    await waitFor('both requests to be under way', () => asked.stdout.split('asked').length === 3);
    await scene.kubectl(['delete', 'pod', 'busy'], patient);
    const { code, stdout, stderr } = await asked.ended;
    // On a slow machine the first may be answered before the second is under way.
    expect([code, stdout.split(/\s+/).toSorted(), stderr]).toEqual([
      0,
      ['', 'answered', 'answered', 'asked', 'asked'],
      '',
    ]);
  });

  it('gives what does not end its time, and no more', async () => {
    await scene.kubectl(['delete', 'pod', 'deaf', '--wait=false']);
    const { metadata } = await scene.pod('deaf');
    expect(metadata.deletionGracePeriodSeconds).toBe(30);
    const begin = performance.now();
    // Far less than the thirty seconds that the other one has, at most.
    await scene.kubectl(['delete', 'pod', 'deaf-in-a-hurry', '--timeout=25s']);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(2000);
    // Its time may be made shorter.
    expect(await isGone('deaf')).toBe(false);
    await scene.kubectl(['delete', 'pod', 'deaf', '--grace-period=1', '--timeout=20s']);
    expect(await isGone('deaf')).toBe(true);
  });
});

describe('liveness', () => {
  it('is asked by TCP', async () => {
    expect(await ask('by-tcp', '/')).toBe('bye');
    await scene.restarted('by-tcp');
    await scene.tells(
      'by-tcp',
      expect.stringMatching(
        /^Unhealthy: Liveness probe failed: dial tcp 10\.244\.\d+\.\d+:8080: connect: connection refused$/,
      ),
      'Killing: Container app failed liveness probe, will be restarted',
    );
  });

  it('is asked by a command', async () => {
    await scene.sh('by-command', 'rm /tmp/alive');
    await scene.restarted('by-command');
    await scene.tells(
      'by-command',
      'Unhealthy: Liveness probe failed: cat: /tmp/alive: No such file or directory\n'.trim(),
    );
  });

  it('is asked after initialDelaySeconds, for the first time', async () => {
    // It never runs for long: whoever comes late finds it waiting for its next start.
    const { startedAt, finishedAt } = await endOf('never-alive');
    expect(Date.parse(String(finishedAt)) - Date.parse(String(startedAt))).toBeGreaterThanOrEqual(5000);
  });

  it('is answered within timeoutSeconds', async () => {
    await endOf('too-slow');
    const late = /^Unhealthy: Liveness probe failed: Get "http:.*\/slow\?ms=20000": context deadline exceeded/;
    await scene.tells('too-slow', expect.stringMatching(late));
    expect(await restarts('slow-enough')).toBe(0);
  });

  it('restarts the pod of the note when it has failed three times, and not before', async () => {
    const { status } = await scene.restarted('kuard');
    expect(status.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
    const failures = async () => {
      const selector = '--field-selector=involvedObject.name=kuard,reason=Unhealthy';
      const { items } = JSON.parse(await scene.kubectl(['get', 'events', selector, '--output=json'])) as {
        readonly items: readonly { readonly message: string; readonly count?: number }[];
      };
      const count = (what: RegExp) =>
        items.filter(({ message }) => what.test(message)).reduce((sum, { count: times = 1 }) => sum + times, 0);
      return { all: count(/^/), late: count(/deadline exceeded|timed out/i), told: count(/statuscode: 500$/) };
    };
    // The manifest gives an answer one second: on a slow machine some come too late besides.
    const { all, late, told } = await waitFor('three failures to be told of', async () => {
      const seen = await failures();
      return seen.all >= 3 && seen;
    });
    expect(told).toBeGreaterThan(0);
    expect(all - late).toBeLessThanOrEqual(3);
  });
});
