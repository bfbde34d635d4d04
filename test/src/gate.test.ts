// The port gate on the real engine: ports of this machine that lead to containers, which stand for nodes.

import { once } from 'node:events';
import { createSocket, type Socket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { programCommandLine } from '../../setup/bundles/command-line.ts';
import { ensureMachineImage, machineImage } from '../../setup/image/wherry-image.ts';
import { thisMachine } from '../../setup/steps/machine.ts';
import { checkout } from './checkout.ts';
import { startChild, type Child } from './child-process.ts';
import { createGateLab, type GateLab } from './gate-lab/gate-lab.ts';
import { waitFor } from './wait-for.ts';

let lab: GateLab;
let api: TestApi;
let gate: Child;
let folder: string;
let healthPort: number;

const startGate = async (): Promise<Child> => {
  const flags = [
    `--kubeconfig=${join(folder, 'control-plane', 'gate.kubeconfig')}`,
    `--cluster-name=${lab.cluster}`,
    `--network=${lab.network}`,
    `--publisher-image=${machineImage({ root: checkout })}`,
    `--healthz-bind-address=127.0.0.1:${healthPort}`,
  ];
  return startChild(await programCommandLine('gate', { root: checkout, args: flags }));
};

/** Building the image takes its time where it has never been built. */
const startTimeout = 900_000;

beforeAll(async () => {
  await ensureMachineImage(machineImage({ root: checkout }), thisMachine({ root: checkout }));
  [lab, folder] = await Promise.all([createGateLab(), mkdtemp(join(tmpdir(), 'wherry-gate-'))]);
  // With the credentials that the gate has in a cluster: they have to suffice.
  const server = `https://127.0.0.1:${await lab.freePort()}`;
  const credentials = [`--credentials-dir=${folder}`, `--credentials-server=${server}`];
  api = await startTestApi({ flags: [`--secure-port=${new URL(server).port}`, ...credentials] });
  for (const { name, ip } of lab.nodes) await addNode(name, ip);
  healthPort = await lab.freePort();
  gate = await startGate();
  const port = lab.nodePort();
  await waitFor('the start', async () => (await fetch(`http://127.0.0.1:${healthPort}/readyz`)).ok);
  await createService('first', { type: 'NodePort', ports: [{ port: 80, nodePort: port }] });
  await waitFor('the gate', () => nameAt(port)).catch((cause: unknown) => {
    throw new Error(`The gate does not work: ${gate.stderr}`, { cause });
  });
  await deleteService('first');
  await waitFor('an empty gate', async () => (await lab.containers()).length === 0);
}, startTimeout);

afterAll(async () => {
  await gate.stop();
  await api.stop();
  await lab.remove();
  await rm(folder, { recursive: true, force: true });
});

/** No test leaves anything to the next one, nor the gate anything behind a Service. */
afterEach(async () => {
  const { body } = await api.send('GET', services);
  const { items } = JSON.parse(body.toString()) as { readonly items: readonly { metadata: { name: string } }[] };
  for (const { metadata } of items) {
    if (metadata.name === 'kubernetes') continue;
    await deleteService(metadata.name);
    const place = `${services}/${metadata.name}`;
    await waitFor('the end of a Service', async () => (await api.send('GET', place)).status === 404);
  }
  await waitFor('an empty gate', async () => (await lab.containers()).length === 0);
});

describe('the port gate', () => {
  it('opens a node port within a second, and spreads connections over the nodes', async () => {
    const port = lab.nodePort();
    /** How much longer a port took than it may: a second, or what the engine takes now for two containers. */
    const excess = async (name: string, nodePort: number): Promise<number> => {
      const before = await lab.timeToRun();
      const begin = performance.now();
      await createService(name, { type: 'NodePort', ports: [{ port: 80, nodePort }] });
      // Briefly: the engine's proxy listens before the publisher has its address, and then waits a second for it.
      await waitFor('an answer', () => ask1(nodePort, { timeoutMs: 250 }), { intervalMs: 10 });
      const took = performance.now() - begin;
      return took - Math.max(1000, before + (await lab.timeToRun()));
    };
    // On a machine that has much else to do, the best of some counts.
    const all = [await excess('web', port)];
    for (let turn = 1; turn < 5 && Math.min(...all) > 0; turn += 1)
      all.push(await excess(`web-${turn}`, lab.nodePort()));
    expect(Math.min(...all)).toBeLessThanOrEqual(0);
    const names = await Promise.all(Array.from({ length: 20 }, () => nameAt(port)));
    expect(countOf(names)).toEqual({ 'node-1': 10, 'node-2': 10 });
    await deleteService('web');
    await waitFor('the end', async () => (await nameAt(port).catch(() => 'closed')) === 'closed');
  });

  it('tells of itself', async () => {
    const port = lab.nodePort();
    await createService('web', { type: 'NodePort', ports: [{ port: 80, nodePort: port }] });
    await waitFor('the port', () => nameAt(port));
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${healthPort}${path}`)).text();
    expect(await get('/readyz?verbose')).toContain('[+]engine ok\nreadyz check passed\n');
    expect(await waitFor('the count', async () => /^wherry_gate_ports.* 1$/m.exec(await get('/metrics'))?.[0])).toBe(
      'wherry_gate_ports{state="open"} 1',
    );
  });

  it('leads datagrams, and their answers back', async () => {
    const port = lab.nodePort();
    await createService('dns', { type: 'NodePort', ports: [{ port: 53, nodePort: port, protocol: 'UDP' }] });
    const socket = openSocket();
    const answer = await waitFor('an answer', () => askUdp(port, { text: 'hello', socket }));
    expect(answer).toMatch(/^node-[12] hello$/);
  });

  it('leads datagrams elsewhere when their node is not ready, though their sender never rests', async () => {
    const port = lab.nodePort();
    await createService('dns', { type: 'NodePort', ports: [{ port: 53, nodePort: port, protocol: 'UDP' }] });
    const socket = openSocket();
    const answering = async () => (await askUdp(port, { text: 'x', socket })).split(' ')[0];
    const [first = '', second] =
      (await waitFor('an answer', answering)) === 'node-1' ? ['node-1', 'node-2'] : ['node-2', 'node-1'];
    expect(await answering()).toBe(first);
    await setReady(first, 'Unknown');
    onTestFinished(() => setReady(first, 'True'));
    await waitFor('the other node', async () => (await answering()) === second);
  });

  it('takes a node out when it is not ready, without a word to those who are connected', async () => {
    const port = lab.nodePort();
    await createService('web', { type: 'NodePort', ports: [{ port: 80, nodePort: port }] });
    const agents = Array.from({ length: 4 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    onTestFinished(() => agents.forEach((agent) => agent.destroy()));
    const bothAnswer = async () => {
      const names = await Promise.all(Array.from({ length: 6 }, () => nameAt(port)));
      return new Set(names).size === 2;
    };
    // It may not have heard yet that a node is ready again after the test before.
    await waitFor('both nodes', bothAnswer);
    const ask = () => Promise.all(agents.map((agent) => ask1(port, { agent })));
    const before = await ask();
    expect(countOf(before.map(({ name }) => name))).toEqual({ 'node-1': 2, 'node-2': 2 });
    await setReady('node-2', 'Unknown');
    await waitFor('node-1 alone', async () => {
      const names = await Promise.all(Array.from({ length: 6 }, () => nameAt(port)));
      return names.every((name) => name === 'node-1');
    });
    expect(await ask()).toEqual(before);
    await setReady('node-2', 'True');
    await waitFor('both again', bothAnswer);
  });

  it('refuses connections when no node is ready', async () => {
    const port = lab.nodePort();
    for (const { name } of lab.nodes) await setReady(name, 'Unknown');
    onTestFinished(async () => {
      for (const { name } of lab.nodes) await setReady(name, 'True');
    });
    await createService('web', { type: 'NodePort', ports: [{ port: 80, nodePort: port }] });
    await waitFor('the publisher', async () => (await lab.publishers()).includes(`tcp/${port}`));
    await expect.poll(() => nameAt(port).catch(String)).toMatch(/ECONNRESET|socket hang up/);
  });

  it('tells a load balancer where it is once it is there, and keeps it until it is closed', async () => {
    const [port, nodePort] = [await lab.freePort(), lab.nodePort()];
    await createService('shop', { type: 'LoadBalancer', ports: [{ port, nodePort }] });
    const told = await waitFor('the address', async () => (await service('shop')).status.loadBalancer.ingress);
    expect(told).toEqual([{ hostname: 'localhost' }]);
    expect(await rowOf('shop')).toContain('localhost');
    expect(await nameAt(port)).toMatch(/^node-/);
    expect((await service('shop')).metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup']);
    await patchService('shop', { spec: { type: 'NodePort' } });
    await waitFor('the end', async () => (await service('shop')).metadata.finalizers === undefined);
    expect((await service('shop')).status.loadBalancer.ingress).toBeUndefined();
    expect(await lab.publishers()).toEqual([`tcp/${nodePort}`]);
  });

  it('leads a load balancer without node ports to its cluster IP', async () => {
    const port = await lab.freePort();
    await lab.serveClusterIp('10.96.0.77', port);
    const spec = { type: 'LoadBalancer', clusterIP: '10.96.0.77', allocateLoadBalancerNodePorts: false };
    await createService('shop', { ...spec, ports: [{ port }] });
    expect(await waitFor('an answer', () => nameAt(port))).toBe('node-1');
    await deleteService('shop');
    await waitFor('the end', async () => (await lab.publishers()).length === 0);
    await waitFor('its end', async () => (await api.send('GET', `${services}/shop`)).status === 404);
  });

  it.each([
    [
      'process',
      async (port: number) => {
        const server = createTcpServer().listen(port, '127.0.0.1');
        await once(server, 'listening');
        return async () => void (await once(server.close(), 'close'));
      },
      new RegExp(`it is taken by the process \\S+ \\(pid ${process.pid}\\)$`),
    ],
    ['container', (port: number) => lab.holdPort(port), /it is taken by the container \S+$/],
  ])('says which %s has a port, and has it as soon as it is free', async (_, hold, why) => {
    const [port, nodePort] = [await lab.freePort(), lab.nodePort()];
    const release = await hold(port);
    await createService('shop', { type: 'LoadBalancer', ports: [{ port, nodePort }] });
    const event = await waitFor('the event', () => eventOf('shop', `Cannot open port ${port} (tcp) on this machine: `));
    expect(event).toMatchObject({ type: 'Warning', reason: 'PortTaken' });
    expect(event.message).toMatch(why);
    expect((await service('shop')).status.loadBalancer).toEqual({});
    await release();
    const told = await waitFor('the address', async () => (await service('shop')).status.loadBalancer.ingress);
    expect(told).toEqual([{ hostname: 'localhost' }]);
  });

  it('opens anew what somebody removes', async () => {
    const port = lab.nodePort();
    await createService('web', { type: 'NodePort', ports: [{ port: 80, nodePort: port }] });
    await waitFor('the port', () => nameAt(port));
    await lab.removePublishers();
    expect(await waitFor('an answer', () => nameAt(port))).toMatch(/^node-/);
  });

  it('may be killed at any moment: what is open stays, what nobody wants goes, and nothing is left', async () => {
    const ports = Array.from({ length: 6 }, () => lab.nodePort());
    const [kept = 0] = ports;
    await createService('kept', { type: 'NodePort', ports: [{ port: 80, nodePort: kept }] });
    await waitFor('the port', () => nameAt(kept));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const before = await ask1(kept, { agent });
    const changes = ports.slice(1);
    for (const [index, pause] of [0, 30, 80, 150, 300, 600, 40, 120, 220, 400].entries()) {
      const name = `churn-${index % changes.length}`;
      if (index < changes.length)
        await createService(name, { type: 'NodePort', ports: [{ port: 80, nodePort: changes[index] ?? 0 }] });
      else await deleteService(name);
      await new Promise((resolve) => setTimeout(resolve, pause));
      gate.signal('SIGKILL');
      await gate.ended;
      gate = await startGate();
    }
    await waitFor('the one that is kept', async () => (await lab.publishers()).join() === `tcp/${kept}`);
    expect(await ask1(kept, { agent })).toEqual(before);
  });
});

const services = '/api/v1/namespaces/default/services';

interface ServiceSeen {
  readonly metadata: { readonly finalizers?: readonly string[] };
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly object[] } };
}

async function createService(name: string, spec: object): Promise<void> {
  const { status, body } = await api.send('POST', services, { body: { metadata: { name }, spec } });
  expect(status, body.toString()).toBe(201);
}
async function patchService(name: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  expect((await api.send('PATCH', `${services}/${name}`, { body, headers })).status).toBe(200);
}
const deleteService = (name: string) => api.send('DELETE', `${services}/${name}`);
async function service(name: string): Promise<ServiceSeen> {
  const { body } = await api.send('GET', `${services}/${name}`);
  return JSON.parse(body.toString()) as ServiceSeen;
}

/** As kubectl shows it. */
async function rowOf(name: string): Promise<readonly unknown[]> {
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const { body } = await api.send('GET', `${services}/${name}`, { headers });
  const { rows } = JSON.parse(body.toString()) as { readonly rows: readonly { readonly cells: readonly unknown[] }[] };
  return rows[0]?.cells ?? [];
}

interface EventSeen {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly name: string };
}

async function eventOf(name: string, begin: string): Promise<EventSeen | undefined> {
  const { body } = await api.send('GET', '/api/v1/namespaces/default/events');
  const { items } = JSON.parse(body.toString()) as { readonly items: readonly EventSeen[] };
  return items.find(({ message, involvedObject }) => message.startsWith(begin) && involvedObject.name === name);
}

async function addNode(name: string, ip: string): Promise<void> {
  await api.send('POST', '/api/v1/nodes', { body: { metadata: { name } } });
  const status = { addresses: [{ type: 'InternalIP', address: ip }], conditions: [{ type: 'Ready', status: 'True' }] };
  await patchNode(name, { status });
}
const setReady = (name: string, status: 'True' | 'Unknown') =>
  patchNode(name, { status: { conditions: [{ type: 'Ready', status }] } });
async function patchNode(name: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  expect((await api.send('PATCH', `/api/v1/nodes/${name}/status`, { body, headers })).status).toBe(200);
}

/** What a node answers: its name, and which of its connections it is. */
interface Answer {
  readonly name: string;
  readonly connection: string;
}

function ask1(
  port: number,
  { agent, timeoutMs = 10_000 }: { agent?: Agent; timeoutMs?: number } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, agent: agent ?? false, timeout: timeoutMs }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const [name = '', connection = ''] = text.trim().split(' ');
        resolve({ name, connection });
      });
      response.on('error', reject);
    });
    asked.on('error', reject).on('timeout', () => asked.destroy(new Error('No answer')));
  });
}
const nameAt = async (port: number): Promise<string> => (await ask1(port)).name;

async function askUdp(
  port: number,
  { text, socket }: { readonly text: string; readonly socket: Socket },
): Promise<string> {
  socket.send(text, port, '127.0.0.1');
  const [answer] = (await once(socket, 'message', { signal: AbortSignal.timeout(2000) })) as [Buffer];
  return answer.toString();
}

function openSocket(): Socket {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  return socket;
}

function countOf(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(names)].toSorted().map((name) => [name, names.filter((n) => n === name).length]),
  );
}
