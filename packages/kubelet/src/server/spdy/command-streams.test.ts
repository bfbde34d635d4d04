import { afterEach, describe, expect, it } from 'vitest';
import type { FakeTalk } from '../../runtime/fake/fake-talk.ts';
import { bomb, connectSpdy, type SpdyClient } from '../testing/spdy-client.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const echo: FakeTalk = async ({ stdin, write }) => {
  for await (const bytes of stdin ?? []) await write('stdout', bytes);
  await write('stderr', Buffer.from('end'));
  return 3;
};
const forever: FakeTalk = ({ signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('gone'))));

let server: TestServer;
afterEach(() => server.stop());

const connect = (path: string, protocols: readonly string[] = ['v4.channel.k8s.io', 'v3.channel.k8s.io']) =>
  connectSpdy({ port: server.port, credentials: server.admin, path, protocols });
const ECHO = '/exec/default/web/app?command=echo&input=1&output=1&error=1';
const open = (client: SpdyClient, streamType: string) => client.open({ streamType });

async function openAll(client: SpdyClient): Promise<{ stdin: number; stdout: number; stderr: number; error: number }> {
  const error = await open(client, 'error');
  const [stdin, stdout, stderr] = [
    await open(client, 'stdin'),
    await open(client, 'stdout'),
    await open(client, 'stderr'),
  ];
  return { stdin, stdout, stderr, error };
}

describe('exec over SPDY', () => {
  it('half-closes standard input, and tells the exit code when all output has been sent', async () => {
    server = await startTestServer({ program: { talk: echo } });
    const client = await connect(ECHO);
    expect(client.protocol).toBe('v4.channel.k8s.io');
    const { stdin, stdout, stderr, error } = await openAll(client);
    client.say(stdin, 'hel');
    client.say(stdin, 'lo', { isLast: true });
    await expect.poll(() => client.isEnded(error)).toBe(true);
    expect(client.heard(stdout)).toBe('hello');
    expect(client.heard(stderr)).toBe('end');
    expect([stdout, stderr].every((id) => client.isEnded(id))).toBe(true);
    expect(JSON.parse(client.heard(error))).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
    client.socket.destroy();
  });

  it('tells of failure in words before the fourth protocol', async () => {
    server = await startTestServer({ program: { talk: echo } });
    const client = await connect(ECHO, ['v2.channel.k8s.io']);
    const { stdin, error } = await openAll(client);
    client.say(stdin, '', { isLast: true });
    await expect.poll(() => client.isEnded(error)).toBe(true);
    expect(client.heard(error)).toMatch(/^command terminated with non-zero exit code/);
    client.socket.destroy();
  });

  it('answers pings, and lets a client send as much as it will without windows', async () => {
    const count: FakeTalk = async ({ stdin, write }) => {
      let size = 0;
      for await (const bytes of stdin ?? []) size += bytes.length;
      await write('stdout', Buffer.from(String(size)));
      return 0;
    };
    server = await startTestServer({ program: { talk: count } });
    const client = await connect(ECHO);
    const { stdin, stdout, error } = await openAll(client);
    client.send({ type: 'ping', id: 1 });
    for (let i = 0; i < 160; i += 1) client.say(stdin, Buffer.alloc(2 ** 16));
    client.say(stdin, '', { isLast: true });
    await expect.poll(() => client.isEnded(error)).toBe(true);
    expect(client.heard(stdout)).toBe(String(160 * 2 ** 16));
    expect(client.frames).toContainEqual({ type: 'ping', id: 1 });
    client.socket.destroy();
  });

  it('makes a client wait that sends more than is taken', async () => {
    server = await startTestServer({ program: { talk: forever } });
    const client = await connect(ECHO);
    const { stdin } = await openAll(client);
    for (let i = 0; i < 1000; i += 1) client.say(stdin, Buffer.alloc(2 ** 16));
    await new Promise((resolve) => setTimeout(resolve, 200));
    // 64 MB were sent: most of them wait at the client.
    expect(client.socket.writableLength).toBeGreaterThan(32 * 2 ** 20);
    client.socket.destroy();
  });

  it('refuses streams that were not asked for', async () => {
    server = await startTestServer({ program: { talk: forever } });
    const client = await connect(ECHO);
    const wrong = await open(client, 'nonsense');
    const first = await open(client, 'stdin');
    const second = await open(client, 'stdin');
    const resets = client.frames.flatMap((frame) => (frame.type === 'rstStream' ? [frame.streamId] : []));
    expect(resets).toEqual([wrong, second]);
    expect(client.frames).toContainEqual(expect.objectContaining({ type: 'synReply', streamId: first }));
    client.socket.destroy();
  });

  it('tells the command when its client goes', async () => {
    const gone = Promise.withResolvers<void>();
    const wait: FakeTalk = (peer) => forever(peer).finally(gone.resolve);
    server = await startTestServer({ program: { talk: wait } });
    const client = await connect(ECHO);
    await openAll(client);
    client.socket.destroy();
    await gone.promise;
  });

  it.each([
    ['a frame of another version', Buffer.from('8002000100000000', 'hex')],
    ['headers that are a bomb', () => synStream(bomb())],
    ['headers that are nonsense', () => synStream(Buffer.from('nonsense'))],
  ])('lets go of a client that sends %s', async (_name, bytes) => {
    server = await startTestServer({ program: { talk: forever } });
    const client = await connect(ECHO);
    client.socket.write(typeof bytes === 'function' ? bytes() : bytes);
    await client.closed;
  });

  it('bounds the streams that a client opens', async () => {
    server = await startTestServer({ program: { talk: forever } });
    const client = await connect(ECHO);
    for (let i = 0; i < 50; i += 1) await open(client, 'nonsense');
    expect(client.frames.filter(({ type }) => type === 'rstStream')).toHaveLength(50);
    client.socket.destroy();
  });

  it.each([
    ['no protocol', [], /^400: unable to upgrade: X-Stream-Protocol-Version header is required/],
    [
      'protocols of others',
      ['v9.example.com'],
      /^403: unable to upgrade: unable to negotiate protocol: client supports \[v9.example.com\]/,
    ],
  ] as const)('refuses a client with %s', async (_name, protocols, message) => {
    server = await startTestServer();
    await expect(connect(ECHO, protocols)).rejects.toThrow(message);
  });
});

function synStream(headers: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('00000001000000000000', 'hex'), headers]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([Buffer.from('80030001', 'hex'), length, body]);
}
