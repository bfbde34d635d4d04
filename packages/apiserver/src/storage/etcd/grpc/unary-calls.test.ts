// Calls against an HTTP/2 server that answers, or fails, as the test says.

import type { ServerHttp2Stream } from 'node:http2';
import { fakeClock, systemClock } from '@wherry/component';
import { afterEach, describe, expect, it } from 'vitest';
import { CallFailure } from './call-failure.ts';
import { Connections } from './connections.ts';
import { startGrpcPeer } from './testing/grpc-peer.ts';
import { UnaryCalls } from './unary-calls.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

type Answer = (stream: ServerHttp2Stream, body: Buffer, path: string) => void;

async function serve(answer: Answer): Promise<string> {
  const peer = await startGrpcPeer((stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => answer(stream, Buffer.concat(chunks), String(headers[':path'])));
  });
  cleanUps.push(() => peer.stop());
  return peer.url;
}

/** Answers with a message in pieces, and a status. */
function answerWith(stream: ServerHttp2Stream, { message, status = '0' }: { message: string; status?: string }): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status, 'grpc-message': 'not%20so' }));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  stream.write(head);
  stream.end(message);
}

function open(servers: readonly string[], timeout = 5000, clock: typeof systemClock = systemClock) {
  const connections = new Connections({ servers, clock });
  const calls = new UnaryCalls({ connections, clock, timeout });
  const close = () => {
    connections.close();
    calls.close();
  };
  cleanUps.push(close);
  return { call: (path: string, message: Uint8Array) => calls.call(path, message), close };
}

const failureOf = async (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
const nobody = 'http://127.0.0.1:1';

describe('UnaryCalls', () => {
  it('sends a framed message to a path and returns the message of the answer', async () => {
    const server = await serve((stream, body, path) =>
      answerWith(stream, { message: `${path} ${body.toString('hex')}` }),
    );
    const calls = open([server]);
    const answers = await Promise.all(['/a.B/C', '/a.B/D'].map((path) => calls.call(path, Buffer.from('hi'))));
    expect(answers.map(String)).toEqual(['/a.B/C 00000000026869', '/a.B/D 00000000026869']);
  });

  it('fails with the status that the server gives', async () => {
    const server = await serve((stream) => answerWith(stream, { message: '', status: '8' }));
    expect(await failureOf(open([server]).call('/a', Buffer.of()))).toMatchObject({
      code: 8,
      message: 'not so',
      sent: true,
    });
  });

  it('fails with a status that comes without a message', async () => {
    const server = await serve((stream) =>
      stream.respond({ ':status': 200, 'grpc-status': '11', 'grpc-message': 'gone' }, { endStream: true }),
    );
    expect(await failureOf(open([server]).call('/a', Buffer.of()))).toMatchObject({ code: 11, message: 'gone' });
  });

  it('knows that a call was not sent when nobody listens', async () => {
    const failure = await failureOf(open([nobody]).call('/a', Buffer.of()));
    expect(failure).toBeInstanceOf(CallFailure);
    expect(failure).toMatchObject({ code: undefined, sent: false });
  });

  it('knows that a refused stream was not acted on', async () => {
    const server = await serve((stream) => stream.close(7));
    expect(await failureOf(open([server]).call('/a', Buffer.of()))).toMatchObject({ code: undefined, sent: false });
  });

  it('does not know whether a call was acted on when the connection breaks', async () => {
    const server = await serve((stream) => stream.session?.destroy());
    expect(await failureOf(open([server]).call('/a', Buffer.of()))).toMatchObject({ code: undefined, sent: true });
  });

  it('connects again after the connection has broken', async () => {
    let breaks = true;
    const server = await serve((stream) =>
      breaks ? stream.session?.destroy() : answerWith(stream, { message: 'back' }),
    );
    const calls = open([server]);
    await failureOf(calls.call('/a', Buffer.of()));
    breaks = false;
    expect(String(await calls.call('/a', Buffer.of()))).toBe('back');
  });

  it('goes to the next server when one is not there, and stays', async () => {
    let served = 0;
    const server = await serve((stream) => answerWith(stream, { message: `${(served += 1)}` }));
    const calls = open([nobody, server]);
    expect(String(await calls.call('/a', Buffer.of()))).toBe('1');
    expect(String(await calls.call('/a', Buffer.of()))).toBe('2');
  });

  it('fails when none of the servers is there', async () => {
    expect(await failureOf(open([nobody, nobody]).call('/a', Buffer.of()))).toMatchObject({ sent: false });
  });

  it('goes to another server when one says that it is unavailable', async () => {
    const ailing = await serve((stream) => answerWith(stream, { message: '', status: '14' }));
    const well = await serve((stream) => answerWith(stream, { message: 'well' }));
    const calls = open([ailing, well]);
    expect(await failureOf(calls.call('/a', Buffer.of()))).toMatchObject({ code: 14 });
    expect(String(await calls.call('/a', Buffer.of()))).toBe('well');
  });

  it('gives up a call whose time is over, and only that', async () => {
    const asked = Promise.withResolvers<void>();
    const server = await serve((stream, _body, path) => {
      if (path === '/never') asked.resolve();
      else answerWith(stream, { message: 'soon' });
    });
    const clock = fakeClock();
    const calls = open([server], 1000, clock);
    await calls.call('/first', Buffer.of());
    const late = failureOf(calls.call('/never', Buffer.of()));
    await asked.promise;
    await clock.advance(600);
    expect(String(await calls.call('/b', Buffer.of()))).toBe('soon');
    await clock.advance(400);
    expect(await late).toMatchObject({ message: 'no answer within 1000 ms', sent: true });
    expect(String(await calls.call('/b', Buffer.of()))).toBe('soon');
  });

  it('fails what is under way when it is closed, and whatever comes after', async () => {
    const server = await serve(() => calls.close());
    const calls = open([server]);
    expect(await failureOf(calls.call('/a', Buffer.of()))).toMatchObject({ code: undefined });
    expect(await failureOf(calls.call('/a', Buffer.of()))).toMatchObject({ sent: false });
  });
});
