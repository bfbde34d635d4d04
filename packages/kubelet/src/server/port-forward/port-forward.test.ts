import { once } from 'node:events';
import { createServer, connect, type Server, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '@wherry/component';
import { connectSpdy, spdyClient, type SpdyClient } from '../testing/spdy-client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { openTunnel } from '../testing/tunnel.ts';
import { createPodDialer, type PodDialer } from './pod-dialer.ts';

let server: TestServer;
/** Says hello, and then what it hears, until the other side ends. */
let app: Server;
let port: number;
beforeEach(async () => {
  app = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.write('hello ');
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  ({ port } = app.address() as AddressInfo);
});
afterEach(async () => {
  await server.stop();
  app.close();
});

const dialer: PodDialer = {
  dial: (_sandbox, wanted) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: wanted, allowHalfOpen: true });
      socket.once('connect', () => resolve(socket));
      socket.once('error', () => reject(new Error('connection refused')));
    }),
  stop: () => undefined,
};
const PATH = '/portForward/default/web';
const start = async () => {
  server = await startTestServer({ dialer });
};

async function converse(client: SpdyClient, requestID: string | undefined, to = port): Promise<[number, number]> {
  const headers = { port: String(to), ...(requestID === undefined ? {} : { requestID }) };
  const error = await client.open({ ...headers, streamType: 'error' });
  const data = await client.open({ ...headers, streamType: 'data' });
  return [data, error];
}

const connectTunnel = async (): Promise<SpdyClient> => {
  const tunnel = await openTunnel({ port: server.port, credentials: server.admin, path: PATH });
  return spdyClient(tunnel.bytes, tunnel.protocol);
};

describe.each([
  [
    'SPDY',
    () => connectSpdy({ port: server.port, credentials: server.admin, path: PATH, protocols: ['portforward.k8s.io'] }),
    'portforward.k8s.io',
  ],
  ['SPDY in a WebSocket', connectTunnel, 'SPDY/3.1+portforward.k8s.io'],
])('port-forward over %s', (_name, open, protocol) => {
  it('carries many connections, each side ending on its own', async () => {
    await start();
    const client = await open();
    expect(client.protocol).toBe(protocol);
    const pairs = await Promise.all(Array.from({ length: 20 }, (_each, i) => converse(client, String(i))));
    for (const [data] of pairs) client.say(data, `I am ${data}`, { isLast: true });
    for (const [data, error] of pairs) {
      await expect.poll(() => client.isEnded(data) && client.isEnded(error)).toBe(true);
      expect(client.heard(data)).toBe(`hello I am ${data}`);
      expect(client.heard(error)).toBe('');
    }
    client.socket.destroy();
  });

  it('finds the streams of old clients, which do not say which belong together', async () => {
    await start();
    const client = await open();
    const [data] = await converse(client, undefined);
    await expect.poll(() => client.heard(data)).toBe('hello ');
    client.socket.destroy();
  });

  it('says what went wrong, and goes on', async () => {
    await start();
    const client = await open();
    const [, error] = await converse(client, 'a', 1);
    await expect.poll(() => client.isEnded(error)).toBe(true);
    expect(client.heard(error)).toMatch(/^error forwarding port 1 to pod sandbox-.*, uid : connection refused$/);
    const [data] = await converse(client, 'b');
    await expect.poll(() => client.heard(data)).toBe('hello ');
    client.socket.destroy();
  });

  it('refuses streams that say nothing of use', async () => {
    await start();
    const client = await open();
    const ids = [
      await client.open({ streamType: 'data' }),
      await client.open({ streamType: 'data', port: '0' }),
      await client.open({ streamType: 'data', port: '70000' }),
      await client.open({ streamType: 'other', port: '80' }),
    ];
    expect(client.frames.flatMap((frame) => (frame.type === 'rstStream' ? [frame.streamId] : []))).toEqual(ids);
    client.socket.destroy();
  });

  it('lets go of the pod when a client resets a stream, or goes', async () => {
    await start();
    const client = await open();
    const count = () => new Promise<number>((resolve) => app.getConnections((_error, open) => resolve(open)));
    const [data] = await converse(client, 'a');
    await converse(client, 'b');
    await expect.poll(count).toBe(2);
    client.send({ type: 'rstStream', streamId: data, status: 5 });
    await expect.poll(count).toBe(1);
    client.socket.destroy();
    await expect.poll(count).toBe(0);
  });
});

describe('port-forward over WebSocket channels', () => {
  it('carries a connection a port, which begins with its number', async () => {
    await start();
    const { ca, cert, key } = server.admin;
    const url = `wss://127.0.0.1:${server.port}${PATH}?port=${port},1`;
    const socket = new WebSocket(url, ['v4.channel.k8s.io'], { ca, cert, key });
    const heard = new Map<number, Buffer>();
    socket.on('message', (message: Buffer) => {
      const [channel = 0] = message;
      heard.set(channel, Buffer.concat([heard.get(channel) ?? Buffer.alloc(0), message.subarray(1)]));
    });
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(Buffer.concat([Buffer.of(0), Buffer.from('you')]));
    const text = (channel: number) => heard.get(channel)?.subarray(2).toString();
    await expect.poll(() => text(0)).toBe('hello you');
    await expect.poll(() => text(3)).toMatch(/^error forwarding port 1 to pod/);
    expect(heard.get(0)?.readUInt16LE(0)).toBe(port);
    expect(heard.get(3)?.readUInt16LE(0)).toBe(1);
    socket.terminate();
  });

  it.each([
    ['no port', '', 'query parameter "port" is required'],
    ['an empty one', '?port=', 'query parameter "port" cannot be empty'],
    ['none of this world', '?port=0', 'port "0" must be > 0'],
    ['words', '?port=http', 'unable to parse "http" as a port'],
  ])('refuses %s', async (_name, query, text) => {
    await start();
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
    expect(await server.ask(`${PATH}${query}`, { headers })).toEqual({ status: 400, text });
  });

  it.each([
    ['a pod that there is not', '/portForward/default/nope', 404, 'pod does not exist'],
    ['a pod of that name before', `${PATH}/some-uid`, 500, 'pod not found ("web_default")'],
  ])('refuses %s', async (_name, path, status, text) => {
    await start();
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
    expect(await server.ask(`${path}?port=80`, { headers })).toEqual({ status, text });
  });
});

describe('createPodDialer()', () => {
  const pods = createPodDialer({ clock: systemClock });

  it("reaches the node's loopback for a pod in its network", async () => {
    await start();
    const socket = await pods.dial({ id: 'x', pid: process.pid, network: 'host' }, port);
    const [first] = (await once(socket, 'data')) as Buffer[];
    socket.destroy();
    expect(String(first)).toBe('hello ');
    await expect(pods.dial({ id: 'x', pid: process.pid, network: 'host' }, 1)).rejects.toThrow(
      'failed to connect to localhost:1 inside namespace "x", IPv4: dial tcp4 127.0.0.1:1: connect: connection refused IPv6: dial tcp6 [::1]:1: connect: connection refused',
    );
  });

  it('says that a pod is gone', async () => {
    await start();
    await expect(pods.dial({ id: 'x', network: 'pod' }, port)).rejects.toThrow('sandbox x is not running');
    await expect(pods.dial({ id: 'x', pid: 2 ** 22 + 1, network: 'pod' }, port)).rejects.toThrow(
      'inside namespace "x"',
    );
  });
});
