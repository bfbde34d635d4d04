import { describe, expect, it, afterEach } from 'vitest';
import { WebSocket } from 'ws';
import type { FakeTalk } from '../../runtime/fake/fake-talk.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

/** Repeats what it hears, says `end` to standard error, and fails with 3. */
const echo: FakeTalk = async ({ stdin, write }) => {
  for await (const bytes of stdin ?? []) await write('stdout', bytes);
  await write('stderr', Buffer.from('end'));
  return 3;
};
/** Says which sizes its terminal gets, until it has seen two. */
const measure: FakeTalk = async ({ sizes, write }) => {
  let seen = 0;
  for await (const { width, height } of sizes ?? []) {
    await write('stdout', Buffer.from(`${width}x${height};`));
    seen += 1;
    if (seen === 2) break;
  }
  return 0;
};

interface Client {
  readonly socket: WebSocket;
  readonly messages: Buffer[];
  readonly closed: Promise<number>;
  text(channel: number): string;
}

let server: TestServer;
afterEach(() => server.stop());

async function connect(path: string, protocols: string[]): Promise<Client> {
  const { ca, cert, key } = server.admin;
  const socket = new WebSocket(`wss://127.0.0.1:${server.port}${path}`, protocols, { ca, cert, key });
  const messages: Buffer[] = [];
  socket.on('message', (data: Buffer) => messages.push(data));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  const text = (channel: number) =>
    Buffer.concat(messages.filter(([first]) => first === channel).map((message) => message.subarray(1))).toString();
  return { socket, messages, closed, text };
}

const ECHO = '/exec/default/web/app?command=echo&input=1&output=1&error=1';
const on = (channel: number, text: string) => Buffer.concat([Buffer.of(channel), Buffer.from(text)]);

describe('exec over WebSocket', () => {
  it('v5: closes standard input when the client says so, and tells the exit code last', async () => {
    server = await startTestServer({ program: { talk: echo } });
    const client = await connect(ECHO, ['v5.channel.k8s.io', 'v4.channel.k8s.io']);
    expect(client.socket.protocol).toBe('v5.channel.k8s.io');
    client.socket.send(on(0, 'hello'));
    client.socket.send(Buffer.of(255, 0));
    expect(await client.closed).toBe(1000);
    expect(client.messages[0]).toEqual(Buffer.of(1));
    expect(client.text(1)).toBe('hello');
    expect(client.text(2)).toBe('end');
    expect(client.messages.at(-1)?.[0]).toBe(3);
    expect(JSON.parse(client.text(3))).toEqual({
      metadata: {},
      status: 'Failure',
      message: 'command terminated with non-zero exit code: error executing command [echo], exit code 3',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
  });

  it.each([
    ['v4.channel.k8s.io', true],
    ['channel.k8s.io', false],
    ['', false],
  ])('%s: tells of success as it is told there', async (protocol, isJson) => {
    server = await startTestServer({ program: { exec: () => ({ exitCode: 0, output: 'done' }) } });
    const client = await connect('/exec/default/web/app?command=x&output=1', protocol === '' ? [] : [protocol]);
    await client.closed;
    expect(client.text(1)).toBe('done');
    expect(client.text(3)).toBe(isJson ? '{"metadata":{},"status":"Success"}' : '');
  });

  it('channel.k8s.io: tells of failure in words', async () => {
    server = await startTestServer({ program: { exec: () => ({ exitCode: 1, output: '' }) } });
    const client = await connect('/exec/default/web/app?command=x&output=1', ['channel.k8s.io']);
    await client.closed;
    expect(client.text(3)).toMatch(/^command terminated with non-zero exit code: .*exit code 1$/);
  });

  it('base64: sends text', async () => {
    server = await startTestServer({ program: { exec: () => ({ exitCode: 0, output: 'done' }) } });
    const client = await connect('/exec/default/web/app?command=x&output=1', ['v4.base64.channel.k8s.io']);
    await client.closed;
    const digits = client.messages.map((message) => message.toString());
    expect(digits.slice(0, 2)).toEqual(['1', `1${Buffer.from('done').toString('base64')}`]);
    expect(digits[2]?.[0]).toBe('3');
  });

  it('hands sizes to the terminal, however they are cut', async () => {
    server = await startTestServer({ program: { talk: measure } });
    const client = await connect('/exec/default/web/app?command=x&output=1&tty=1', ['v4.channel.k8s.io']);
    client.socket.send(on(4, '{"Width":80,"Hei'));
    client.socket.send(on(4, 'ght":24}{"Width":0,"Height":1}\n{"Width":100,"Height":30}'));
    await client.closed;
    expect(client.text(1)).toBe('80x24;100x30;');
  });

  it('makes a client wait that sends more than is taken', async () => {
    const open = Promise.withResolvers<void>();
    const slow: FakeTalk = async ({ stdin, write }) => {
      await open.promise;
      let size = 0;
      for await (const bytes of stdin ?? []) size += bytes.length;
      await write('stdout', Buffer.from(String(size)));
      return 0;
    };
    server = await startTestServer({ program: { talk: slow } });
    const client = await connect(ECHO, ['v5.channel.k8s.io']);
    const chunk = Buffer.alloc(2 ** 16);
    for (let sent = 0; sent < 400; sent += 1) client.socket.send(chunk);
    client.socket.send(Buffer.of(255, 0));
    await new Promise((resolve) => setTimeout(resolve, 100));
    // 25 MB were sent: most of them wait at the client.
    expect(client.socket.bufferedAmount).toBeGreaterThan(10 * 2 ** 20);
    open.resolve();
    await client.closed;
    expect(client.text(1)).toBe(String(400 * (2 ** 16 - 1)));
  });

  it('tells the command when its client goes', async () => {
    const gone = Promise.withResolvers<void>();
    const wait: FakeTalk = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          gone.resolve();
          reject(new Error('gone'));
        });
      });
    server = await startTestServer({ program: { talk: wait } });
    const client = await connect(ECHO, ['v5.channel.k8s.io']);
    client.socket.terminate();
    await gone.promise;
  });

  it('ends a connection that is silent for too long', async () => {
    const wait: FakeTalk = ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(0)));
    server = await startTestServer({ program: { talk: wait }, idleTimeout: 50 });
    const client = await connect(ECHO, ['v5.channel.k8s.io']);
    expect(await client.closed).toBe(1006);
  });

  it('refuses protocols that it does not speak', async () => {
    server = await startTestServer();
    await expect(connect(ECHO, ['v9.channel.k8s.io'])).rejects.toThrow('403');
  });
});

describe('attach over WebSocket', () => {
  it('talks to the container, and says that all went well', async () => {
    server = await startTestServer({ program: { talk: echo } });
    const client = await connect('/attach/default/web/app?input=1&output=1&error=1', ['v5.channel.k8s.io']);
    client.socket.send(on(0, 'hi'));
    client.socket.send(Buffer.of(255, 0));
    await client.closed;
    expect(client.text(1)).toBe('hi');
    expect(client.text(2)).toBe('end');
    expect(JSON.parse(client.text(3))).toEqual({ metadata: {}, status: 'Success' });
  });
});
