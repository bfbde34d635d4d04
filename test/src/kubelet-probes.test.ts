// Probes of pods on the real engine: what they ask, when, and what follows.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  podsPath,
  shell,
  startKubeletOnDocker,
  untilTold,
  type KubeletOnDocker,
} from './kubelet-on-docker.ts';

let node: KubeletOnDocker;
/** Stands in for what pods serve: pods in the network of the node are asked on its address. */
let server: Server;
let port: number;
const health = new Map<string, number>();
const asked: string[] = [];
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.statusCode = health.get(url) ?? 500;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  node = await startKubeletOnDocker();
});
afterAll(async () => {
  await node.stop();
  server.close();
});

const http = (path: string, more: object = {}) => ({
  httpGet: { path, port },
  periodSeconds: 1,
  failureThreshold: 1,
  // This process answers, and it may be busy.
  timeoutSeconds: 30,
  ...more,
});
const status = async (pod: string) => (await node.get(pod)).status.containerStatuses?.[0];
const condition = async (pod: string, type: string) =>
  (await node.get(pod)).status.conditions?.find((each) => each.type === type);
const create = (name: string, container: object, spec: object = {}) =>
  node.create(name, container, { hostNetwork: true, restartPolicy: 'Always', ...spec });

describe('readiness', () => {
  it('is asked for at once, comes and goes, and restarts nothing', async () => {
    health.set('/ready', 200);
    await create('ready', { readinessProbe: http('/ready', { periodSeconds: 1 }) });
    await eventually(async () => (await condition('ready', 'Ready'))?.status).toBe('True');
    health.set('/ready', 503);
    await eventually(async () => await condition('ready', 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [app]',
    });
    await eventually(() => node.events('ready')).toContain(
      'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503',
    );
    health.set('/ready', 200);
    await eventually(async () => (await condition('ready', 'Ready'))?.status).toBe('True');
    expect((await status('ready'))?.restartCount).toBe(0);
  });

  it('does not wait for its first period', async () => {
    health.set('/quick', 200);
    await create('quick', { readinessProbe: http('/quick', { periodSeconds: 600 }) });
    await eventually(async () => (await condition('quick', 'Ready'))?.status).toBe('True');
  });

  it('waits as long as it is told to, and wants as many successes', async () => {
    health.set('/slow', 200);
    await create('slow', { readinessProbe: http('/slow', { initialDelaySeconds: 2, successThreshold: 2 }) });
    await eventually(async () => (await condition('slow', 'Ready'))?.status).toBe('True');
    const startedAt = Date.parse((await status('slow'))?.state.running?.startedAt ?? '');
    const readyAt = Date.parse((await condition('slow', 'Ready'))?.lastTransitionTime ?? '');
    expect(readyAt - startedAt).toBeGreaterThanOrEqual(3000);
    expect(asked.filter((url) => url === '/slow').length).toBeGreaterThanOrEqual(2);
  });

  it('is asked by a command in the container', async () => {
    const probe = {
      exec: { command: ['sh', '-c', 'echo not yet; test -f /tmp/ready'] },
      periodSeconds: 1,
      failureThreshold: 1,
    };
    await create('command', { ...shell(untilTold), readinessProbe: { ...probe, timeoutSeconds: 30 } });
    await eventually(() => node.events('command')).toContain('Unhealthy: Readiness probe failed: not yet\n');
    const record = (await node.runtime.pods()).find(({ pod }) => pod.name === 'command');
    await node.runtime.exec(record?.containers[0]?.id ?? '', ['touch', '/tmp/ready']);
    await eventually(async () => (await condition('command', 'Ready'))?.status).toBe('True');
  });

  it('takes a command that lasts too long for failure', async () => {
    const probe = { exec: { command: ['sleep', '10'] }, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 1 };
    await create('late', { readinessProbe: probe });
    await eventually(() => node.events('late')).toContain(
      'Unhealthy: Readiness probe failed: command timed out: "sleep 10" timed out after 1s',
    );
  });
});

describe('liveness', () => {
  it('restarts a container that is not alive, with the time that the probe gives it', async () => {
    health.set('/live', 200);
    const livenessProbe = http('/live', { terminationGracePeriodSeconds: 1 });
    const deaf = shell("trap '' TERM; while :; do sleep 0.05; done");
    await create('live', { ...deaf, livenessProbe }, { terminationGracePeriodSeconds: 600 });
    await eventually(async () => (await status('live'))?.ready).toBe(true);
    health.set('/live', 500);
    await eventually(async () => (await status('live'))?.restartCount ?? 0).toBeGreaterThan(0);
    health.set('/live', 200);
    expect((await status('live'))?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
    await eventually(() => node.events('live')).toEqual(
      expect.arrayContaining([
        'Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500',
        'Killing: Container app failed liveness probe, will be restarted',
      ]),
    );
    await node.send('DELETE', `${podsPath}/live?gracePeriodSeconds=0`);
  });
});

describe('startup', () => {
  it('goes before the others', async () => {
    health.set('/started', 500);
    health.set('/alive', 500);
    const startupProbe = http('/started', { failureThreshold: 30 });
    await create('starts', { startupProbe, livenessProbe: http('/alive'), readinessProbe: http('/open') });
    await eventually(async () => asked.filter((url) => url === '/started').length).toBeGreaterThan(2);
    expect(asked).not.toContain('/alive');
    expect(await status('starts')).toMatchObject({ started: false, ready: false, restartCount: 0 });
    health.set('/alive', 200);
    health.set('/open', 200);
    health.set('/started', 200);
    await eventually(async () => await status('starts')).toMatchObject({ started: true, ready: true });
    const count = asked.filter((url) => url === '/started').length;
    await eventually(async () => asked.filter((url) => url === '/alive').length).toBeGreaterThan(1);
    expect(asked.filter((url) => url === '/started')).toHaveLength(count);
  });

  it('restarts a container that does not start in time', async () => {
    await create('never', { startupProbe: http('/never') });
    await eventually(async () => (await status('never'))?.restartCount ?? 0).toBeGreaterThan(0);
    await eventually(() => node.events('never')).toContain(
      'Killing: Container app failed startup probe, will be restarted',
    );
  });
});
