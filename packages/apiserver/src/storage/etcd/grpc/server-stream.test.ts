// A stream from an HTTP/2 server that answers, or fails, as the test says.

import type { ServerHttp2Stream } from 'node:http2';
import { fakeClock, systemClock } from '@wherry/component';
import { eventually } from '@wherry/component/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallFailure } from './call-failure.ts';
import { Connections } from './connections.ts';
import { framed } from './frames.ts';
import { openServerStream } from './server-stream.ts';
import { type GrpcPeer, startGrpcPeer } from './testing/grpc-peer.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function serve(answer: (stream: ServerHttp2Stream, request: Buffer) => void): Promise<GrpcPeer> {
  const peer = await startGrpcPeer((stream) => stream.once('data', (request: Buffer) => answer(stream, request)));
  cleanUps.push(() => peer.stop());
  return peer;
}

function open(url: string, clock: Pick<typeof systemClock, 'monotonic' | 'every'> = systemClock) {
  const connections = new Connections({ servers: [url], clock });
  cleanUps.push(() => connections.close());
  const ended = Promise.withResolvers<CallFailure>();
  const messages: string[] = [];
  let wake = Promise.withResolvers<void>();
  const stream = openServerStream({
    connections,
    clock,
    path: '/a.B/C',
    request: Buffer.from('all'),
    onMessage(message) {
      messages.push(message.toString());
      wake.resolve();
      wake = Promise.withResolvers();
    },
    onEnd: ended.resolve,
  });
  const until = async (count: number): Promise<readonly string[]> => {
    while (messages.length < count) await wake.promise;
    return messages;
  };
  return { connections, stream, messages, until, ended: ended.promise };
}

const begin = (stream: ServerHttp2Stream): void =>
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });

describe('openServerStream()', () => {
  it('sends its request, and hands over every message, in order', async () => {
    const { url } = await serve((stream, request) => {
      begin(stream);
      stream.write(Buffer.concat([framed(request.subarray(5)), framed(Buffer.from('one'))]));
      stream.write(framed(Buffer.from('two')));
    });
    expect(await open(url).until(3)).toEqual(['all', 'one', 'two']);
  });

  it('ends with the status that the server gives', async () => {
    const { url } = await serve((stream) => {
      begin(stream);
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '14', 'grpc-message': 'not%20now' }));
      stream.end(framed(Buffer.from('one')));
    });
    const { messages, ended } = open(url);
    expect(await ended).toMatchObject({ code: 14, message: 'not now' });
    expect(messages).toEqual(['one']);
  });

  it('ends when the connection breaks, and when nobody listens', async () => {
    const { url } = await serve((stream) => stream.session?.destroy());
    expect(await open(url).ended).toMatchObject({ code: undefined, sent: true });
    expect(await open('http://127.0.0.1:1').ended).toMatchObject({ code: undefined, sent: false });
  });

  it('says nothing more when it has been closed', async () => {
    const closed = Promise.withResolvers<void>();
    const { url } = await serve((stream) => {
      begin(stream);
      stream.write(framed(Buffer.from('one')));
      stream.on('close', () => closed.resolve());
    });
    const { stream, until, messages, ended } = open(url);
    await until(1);
    stream.close();
    await closed.promise;
    expect(messages).toEqual(['one']);
    expect(await Promise.race([ended, Promise.resolve('nothing')])).toBe('nothing');
  });

  it('ends when the server has silently gone', async () => {
    const asked = Promise.withResolvers<void>();
    const peer = await serve((stream) => {
      begin(stream);
      stream.write(framed(Buffer.from('one')));
      asked.resolve();
    });
    const clock = fakeClock();
    const { until, ended } = open(peer.url, clock);
    await asked.promise;
    await until(1);
    peer.freeze();
    await clock.advance(15_000);
    expect(await ended).toMatchObject({ code: undefined });
  });

  it('goes on with a server that is there and has nothing to say', async () => {
    const { url } = await serve((stream) => {
      begin(stream);
      stream.write(framed(Buffer.from('one')));
    });
    const clock = fakeClock();
    const { connections, until, ended } = open(url, clock);
    await until(1);
    for (let i = 0; i < 4; i++) {
      await clock.advance(10_000);
      await eventually(() => expect(connections.current().heard).toBe(clock.monotonic()));
    }
    expect(await Promise.race([ended, Promise.resolve('nothing')])).toBe('nothing');
  });
});
