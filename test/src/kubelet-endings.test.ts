// How pods end, on the real engine: who is asked, how long they have, and what happens when the kubelet was away.

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';
import {
  eventually,
  podsPath,
  shell,
  startKubeletOnDocker,
  untilListening,
  untilTold,
  type KubeletOnDocker,
} from './kubelet-on-docker.ts';

let node: KubeletOnDocker;
let isCutOff = false;
beforeAll(async () => {
  node = await startKubeletOnDocker({}, { isCutOff: () => isCutOff });
});
afterAll(() => node.stop());

const phase = async (pod: string) => (await node.get(pod)).status.phase;
const isRunning = (pod: string) => eventually(() => phase(pod)).toBe('Running');
const deaf = shell("trap '' TERM; while :; do sleep 0.05; done");
const recordOf = async (name: string) => (await node.runtime.pods()).find(({ pod }) => pod.name === name);

/** Waits until it runs and has set its trap. */
async function isListening(pod: string, signal?: 'SIGTERM' | 'SIGUSR1'): Promise<void> {
  await isRunning(pod);
  await untilListening(node, pod, signal);
}

/** Far more than any of them may take, on any machine, and far less than the time that they are given. */
const SOON = 60;
const LONG = 300;

/** Deletes a pod; resolves with how long it took to go, in seconds. */
async function end(name: string, query = ''): Promise<number> {
  const begin = performance.now();
  await node.send('DELETE', `${podsPath}/${name}${query}`);
  await eventually(() => node.isGone(name)).toBe(true);
  return (performance.now() - begin) / 1000;
}

describe('deleting a pod', () => {
  it('ends it as soon as it has ended by itself', async () => {
    await node.create('polite', {}, { terminationGracePeriodSeconds: LONG });
    await isListening('polite');
    expect(await end('polite')).toBeLessThan(SOON);
    await eventually(() => recordOf('polite')).toBeUndefined();
    await eventually(() => node.events('polite')).toContain('Killing: Stopping container app');
  });

  it('kills what does not listen when its time is over, and not before; only then the API lets it go', async () => {
    await node.create('deaf', deaf, { terminationGracePeriodSeconds: 4 });
    await isRunning('deaf');
    const begin = performance.now();
    await node.send('DELETE', `${podsPath}/deaf`);
    const { deletionTimestamp, deletionGracePeriodSeconds } = (await node.get('deaf')).metadata;
    expect([typeof deletionTimestamp, deletionGracePeriodSeconds]).toEqual(['string', 4]);
    await eventually(async () => (await recordOf('deaf'))?.containers[0]?.state.type).not.toBe('running');
    expect(performance.now() - begin).toBeGreaterThan(3_900);
    await eventually(() => node.isGone('deaf')).toBe(true);
    const states = (await recordOf('deaf'))?.containers.map(({ state }) => state.type) ?? [];
    expect(states).not.toContain('running');
  });

  it('hears that there is less time than it was told at first', async () => {
    await node.create('hurried', deaf, { terminationGracePeriodSeconds: LONG });
    await isRunning('hurried');
    await node.send('DELETE', `${podsPath}/hurried`);
    expect(await end('hurried', '?gracePeriodSeconds=1')).toBeLessThan(SOON);
  });

  it('hears it also while a hook runs', async () => {
    const lifecycle = { preStop: { exec: { command: ['sleep', '300'] } } };
    await node.create('hurried-hook', { lifecycle }, { terminationGracePeriodSeconds: LONG });
    await isRunning('hurried-hook');
    await node.send('DELETE', `${podsPath}/hurried-hook`);
    expect(await end('hurried-hook', '?gracePeriodSeconds=1')).toBeLessThan(SOON);
  });

  it('ends everything of a pod that was deleted by force', async () => {
    await node.create('forced', deaf, { terminationGracePeriodSeconds: LONG });
    await isRunning('forced');
    expect(await end('forced', '?gracePeriodSeconds=0')).toBeLessThan(SOON);
    await eventually(() => recordOf('forced')).toBeUndefined();
  });

  it('asks with the signal that the image names', async () => {
    const image = `wherry-test-stop-signal:${process.pid}`;
    execFileSync('docker', ['build', '-q', '-t', image, '-'], { input: `FROM ${baseImage}\nSTOPSIGNAL SIGUSR1\n` });
    try {
      const script = "trap 'exit 0' USR1; trap '' TERM; while :; do sleep 0.05; done";
      await node.create('usr1', { image, ...shell(script) }, { terminationGracePeriodSeconds: LONG });
      await isListening('usr1', 'SIGUSR1');
      expect(await end('usr1')).toBeLessThan(SOON);
      await eventually(() => recordOf('usr1')).toBeUndefined();
    } finally {
      execFileSync('docker', ['rmi', image]);
    }
  });

  it('stops waiting for an image that nobody needs any more', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    await node.create('waits', { image: `127.0.0.1:${port}/silent:1` });
    await eventually(() => node.events('waits')).toContainEqual(expect.stringMatching(/^Pulling: /));
    expect(await end('waits')).toBeLessThan(SOON);
    silent.closeAllConnections();
    silent.close();
  });
});

describe('hooks', () => {
  const volumes = [{ name: 'log', emptyDir: {} }];
  const volumeMounts = [{ name: 'log', mountPath: '/log' }];
  const say = (word: string) => ({ exec: { command: ['sh', '-c', `echo ${word} >> /log/all`] } });

  it('run after the start, and before the request to end', async () => {
    const lifecycle = { postStart: say('started'), preStop: say('stopping') };
    const script =
      "trap 'echo told >> /log/all; cat /log/all > /dev/termination-log; exit 0' TERM; while :; do sleep 0.05; done";
    await node.create(
      'hooks',
      { ...shell(script), lifecycle, volumeMounts },
      // Time enough for the hook on a busy machine.
      { volumes, terminationGracePeriodSeconds: LONG },
      { finalizers: ['test/wait'] },
    );
    await isListening('hooks');
    await node.send('DELETE', `${podsPath}/hooks`);
    const words = async () => (await node.get('hooks')).status.containerStatuses?.[0]?.state.terminated?.message;
    await eventually(words).toBe('started\nstopping\ntold\n');
    await node.send('PATCH', `${podsPath}/hooks`, { metadata: { finalizers: null } });
    await eventually(() => node.isGone('hooks')).toBe(true);
  });

  it('get no more time than the pod has, and the container two seconds after', async () => {
    const lifecycle = { preStop: { exec: { command: ['sleep', '300'] } } };
    await node.create('long-hook', { lifecycle }, { terminationGracePeriodSeconds: 2 });
    await isRunning('long-hook');
    const took = await end('long-hook');
    expect(took).toBeGreaterThan(1.9);
    expect(took).toBeLessThan(SOON);
  });

  it('that fail after the start end the container, and the reason is told without their words', async () => {
    // Not before the container would hear that it is to end.
    const hook = 'until test -e /tmp/listens; do sleep 0.05; done; echo secret; exit 3';
    const lifecycle = { postStart: { exec: { command: ['sh', '-c', hook] } } };
    const script = untilTold.replace('; while', '; touch /tmp/listens; while');
    await node.create('bad-start', { ...shell(script), lifecycle }, { terminationGracePeriodSeconds: 30 });
    const status = async () => (await node.get('bad-start')).status.containerStatuses?.[0];
    await eventually(async () => (await status())?.state.terminated?.exitCode).toBe(0);
    await eventually(() => node.events('bad-start')).toEqual(
      expect.arrayContaining(['FailedPostStartHook: PostStartHook failed', 'Killing: FailedPostStartHook']),
    );
  });

  it('that fail before the end do not hold it up', async () => {
    // Time enough for the hook on a busy machine: one that is cut off has not failed.
    const lifecycle = { preStop: { exec: { command: ['false'] } } };
    await node.create('bad-stop', { lifecycle }, { terminationGracePeriodSeconds: LONG });
    await isListening('bad-stop');
    expect(await end('bad-stop')).toBeLessThan(SOON);
    await eventually(() => node.events('bad-stop')).toContain('FailedPreStopHook: PreStopHook failed');
  });

  it('ask by HTTP, and do not mind what is answered', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '', headers }, response) => {
      asked.push(`${url} ${headers['user-agent']}`);
      response.statusCode = 500;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const hook = (path: string) => ({
      httpGet: { host: '127.0.0.1', port, path, scheme: path === '/stop' ? 'HTTPS' : 'HTTP' },
    });
    const lifecycle = { postStart: hook('/start'), preStop: hook('/stop') };
    await node.create('http', { lifecycle }, { terminationGracePeriodSeconds: 30 });
    await isListening('http');
    await end('http');
    server.close();
    expect(asked).toEqual(['/start kube-lifecycle/1.35', '/stop kube-lifecycle/1.35']);
  });
});

describe('sidecars', () => {
  it('start before and end after those they serve, the last one first', async () => {
    const writer = (name: string, restartPolicy?: string) => ({
      name,
      image: baseImage,
      ...shell(
        `trap 'echo -${name} >> /log/all; exit 0' TERM; echo +${name} >> /log/all; while :; do sleep 0.05; done`,
      ),
      // The next one comes when this one is there.
      startupProbe: {
        exec: { command: ['grep', '-q', `^+${name}$`, '/log/all'] },
        periodSeconds: 1,
        timeoutSeconds: 20,
        failureThreshold: 60,
      },
      volumeMounts: [{ name: 'log', mountPath: '/log' }],
      ...(restartPolicy === undefined ? {} : { restartPolicy }),
    });
    const folder = `/tmp/wherry-sidecars-${process.pid}`;
    const volumes = [{ name: 'log', hostPath: { path: folder, type: 'DirectoryOrCreate' } }];
    const initContainers = [writer('one', 'Always'), writer('two', 'Always')];
    await node.create(
      'served',
      {},
      { initContainers, containers: [writer('main')], volumes, terminationGracePeriodSeconds: LONG },
    );
    await eventually(async () => (await node.get('served')).status.containerStatuses?.[0]?.started).toBe(true);
    await end('served');
    const said = execFileSync('sh', ['-c', `cat ${folder}/all; rm -r ${folder}`], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(said).toEqual(['+one', '+two', '+main', '-main', '-two', '-one']);
  });

  it('do not keep a pod from completing', async () => {
    const sidecar = {
      name: 'sidecar',
      image: baseImage,
      restartPolicy: 'Always',
      ...shell('trap "exit 0" TERM; while :; do sleep 0.05; done'),
    };
    await node.create('job', shell('exit 0'), { initContainers: [sidecar], terminationGracePeriodSeconds: 10 });
    await eventually(() => phase('job')).toBe('Succeeded');
  });
});

describe('while the kubelet or the API server is away', () => {
  it('finishes what it has begun to end', async () => {
    await node.create('half-way', deaf, { terminationGracePeriodSeconds: 3 });
    await isRunning('half-way');
    await node.send('DELETE', `${podsPath}/half-way`);
    await eventually(() => node.events('half-way')).toContain('Killing: Stopping container app');
    await node.stopKubelet();
    await node.startKubelet();
    await eventually(() => node.isGone('half-way')).toBe(true);
    await eventually(() => recordOf('half-way')).toBeUndefined();
  });

  it('ends what was deleted meanwhile, and tells a new pod of the same name from it', async () => {
    await node.create('again');
    await isRunning('again');
    const before = (await recordOf('again'))?.containers[0]?.id;
    await node.stopKubelet();
    await node.send('DELETE', `${podsPath}/again?gracePeriodSeconds=0`);
    await node.create('again');
    await node.startKubelet();
    await isRunning('again');
    const all = async () => (await node.runtime.pods()).filter(({ pod }) => pod.name === 'again');
    await eventually(async () => (await all()).length).toBe(1);
    expect((await all())[0]?.containers.map(({ id }) => id)).not.toContain(before);
  });

  it('counts no restart for what runs on, and sees what has ended', async () => {
    await node.create('runs-on', {}, { restartPolicy: 'Always' });
    await node.create('ends', shell(untilTold.replace('exit 0', 'exit 4')));
    await isRunning('runs-on');
    await isListening('ends');
    await node.stopKubelet();
    execFileSync('docker', ['kill', '--signal=TERM', (await recordOf('ends'))?.containers[0]?.id ?? ''], {
      stdio: 'ignore',
    });
    await eventually(async () => (await recordOf('ends'))?.containers[0]?.state.type).toBe('exited');
    await node.startKubelet();
    await eventually(() => phase('ends')).toBe('Failed');
    expect((await node.get('ends')).status.containerStatuses?.[0]?.state.terminated?.exitCode).toBe(4);
    expect((await node.get('runs-on')).status.containerStatuses?.[0]?.restartCount).toBe(0);
  });

  it('keeps pods going while nobody answers', async () => {
    await node.send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'kept' }, data: { k: 'v' } });
    const env = [{ name: 'K', valueFrom: { configMapKeyRef: { name: 'kept', key: 'k' } } }];
    await node.create('alone', { env }, { restartPolicy: 'Always' });
    await isRunning('alone');
    const first = (await recordOf('alone'))?.containers[0]?.id ?? '';
    await new Promise((resolve) => setTimeout(resolve, 5100));
    isCutOff = true;
    try {
      execFileSync('docker', ['kill', first], { stdio: 'ignore' });
      const newest = async () => (await recordOf('alone'))?.containers[0];
      await eventually(async () => {
        const found = await newest();
        return found?.id !== first && found?.state.type;
      }).toBe('running');
    } finally {
      isCutOff = false;
    }
    const status = async () => (await node.get('alone')).status.containerStatuses?.[0];
    await eventually(async () => (await status())?.restartCount).toBe(1);
    expect((await status())?.lastState.terminated?.exitCode).toBe(137);
  });
});
