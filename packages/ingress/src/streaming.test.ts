/** Bodies of any size pass through, in both directions, at the pace of who takes them. */
import { createHash, type Hash } from 'node:crypto';
import { request as startRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { Running } from '@wherry/component';
import { startBackend, startRawBackend } from './testing/backend.ts';
import { rawClient } from './testing/raw-client.ts';
import { startTestGateway } from './testing/start-test-gateway.ts';

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});
function own<T extends Running>(one: T): T {
  running.push(one);
  return one;
}

const MEGABYTE = 1 << 20;
const SIZE = 64 * MEGABYTE;

function* pieces(): Generator<Buffer> {
  for (let index = 0; index < SIZE / MEGABYTE; index += 1) yield Buffer.alloc(MEGABYTE, index % 251);
}

function digestOfAll(): string {
  const hash = createHash('sha256');
  for (const piece of pieces()) hash.update(piece);
  return hash.digest('hex');
}

/** Reads all of a body. */
async function read(body: IncomingMessage): Promise<{ readonly length: number; readonly digest: string }> {
  const hash: Hash = createHash('sha256');
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    hash.update(piece);
    length += piece.length;
  }
  return { length, digest: hash.digest('hex') };
}

describe('a body', () => {
  it.each([
    ['with a length', { 'Content-Length': String(SIZE) }],
    ['in chunks', {}],
  ])('%s passes down unchanged', async (_name, headers) => {
    const gateway = own(await startTestGateway());
    const backend = own(
      await startBackend((_request, response) => {
        response.writeHead(200, headers);
        Readable.from(pieces()).pipe(response);
      }),
    );
    gateway.use(backend.endpoint);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      startRequest({ port: gateway.httpPort, host: '127.0.0.1' }, resolve).on('error', reject).end();
    });
    expect(await read(answer)).toEqual({ length: SIZE, digest: digestOfAll() });
  });

  it.each([
    ['with a length', { 'Content-Length': String(SIZE) }],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }],
  ])('%s passes up unchanged', async (_name, headers) => {
    const gateway = own(await startTestGateway());
    const backend = own(
      await startBackend((request, response) => {
        void read(request).then((result) => response.end(JSON.stringify(result)));
      }),
    );
    gateway.use(backend.endpoint);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = startRequest({ port: gateway.httpPort, host: '127.0.0.1', method: 'POST', headers }, resolve);
      request.on('error', reject);
      Readable.from(pieces()).pipe(request);
    });
    let text = '';
    for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) text += piece;
    expect(JSON.parse(text)).toEqual({ length: SIZE, digest: digestOfAll() });
  });

  it('waits at its source while a client does not read', async () => {
    const gateway = own(await startTestGateway());
    let sent = 0;
    const hasStalled = Promise.withResolvers<void>();
    const backend = own(
      await startRawBackend((socket) => {
        socket.once('data', () => {
          socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${SIZE}\r\n\r\n`);
          const piece = Buffer.alloc(MEGABYTE);
          const more = (): void => {
            while (sent < SIZE) {
              sent += MEGABYTE;
              if (!socket.write(piece)) return hasStalled.resolve();
            }
          };
          socket.on('drain', more);
          more();
        });
      }),
    );
    gateway.use(backend.endpoint);
    const client = rawClient(gateway.httpPort);
    client.socket.pause();
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await hasStalled.promise;
    // What the buffers of the system take it has by now; the rest must stay where it is.
    for (let before = -1; before !== sent; await quietly()) before = sent;
    expect(sent).toBeLessThan(SIZE / 2);
    client.socket.destroy();
  });

  it('is at no time in memory as a whole', async () => {
    const gateway = own(await startTestGateway());
    let peak = 0;
    const backend = own(
      await startBackend((_request, response) => {
        const shared = Buffer.alloc(MEGABYTE, 'x');
        let count = 0;
        const more = (): void => {
          peak = Math.max(peak, process.memoryUsage().arrayBuffers);
          while (count < 192) {
            count += 1;
            if (!response.write(shared)) return;
          }
          response.end();
        };
        response.on('drain', more);
        more();
      }),
    );
    gateway.use(backend.endpoint);
    const before = process.memoryUsage().arrayBuffers;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      startRequest({ port: gateway.httpPort, host: '127.0.0.1' }, resolve).on('error', reject).end();
    });
    let length = 0;
    for await (const piece of answer as AsyncIterable<Buffer>) length += piece.length;
    expect(length).toBe(192 * MEGABYTE);
    // Garbage that has not been collected yet included.
    expect(peak - before).toBeLessThan(96 * MEGABYTE);
  });
});

/** Some turns of the loop in which nothing need happen. */
async function quietly(): Promise<void> {
  for (let count = 0; count < 200; count += 1) await new Promise((resolve) => setImmediate(resolve));
}
