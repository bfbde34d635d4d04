/** The other side of a SPDY connection, as a client of Kubernetes holds it: for tests. */
import { request as startRequest } from 'node:https';
import { deflateSync, constants, createDeflate, type Deflate } from 'node:zlib';
import type { Duplex } from 'node:stream';
import type { Frame } from '../spdy/frame.ts';
import { writeHeaderBlock } from '../spdy/header-block.ts';
import { HEADER_DICTIONARY } from '../spdy/header-dictionary.ts';
import { createFrameReader } from '../spdy/read-frames.ts';
import { writeFrame } from '../spdy/write-frame.ts';
import type { Credentials } from './start-test-server.ts';

export interface SpdyClient {
  readonly socket: Duplex;
  readonly protocol: string;
  readonly frames: readonly Frame[];
  readonly closed: Promise<void>;
  /** Opens a stream and waits for the answer to it: a reply, or a reset. */
  open(headers: Readonly<Record<string, string>>): Promise<number>;
  send(frame: Frame): void;
  say(streamId: number, text: string | Buffer, options?: { readonly isLast?: boolean }): void;
  /** All that has come on a stream. */
  heard(streamId: number): string;
  isEnded(streamId: number): boolean;
}

export interface SpdyClientOptions {
  readonly port: number;
  readonly credentials: Credentials;
  readonly path: string;
  readonly protocols: readonly string[];
}

export function connectSpdy({ port, credentials, path, protocols }: SpdyClientOptions): Promise<SpdyClient> {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': [...protocols] };
    const call = startRequest({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false, ...credentials });
    call.on('upgrade', (response, socket, head) => {
      socket.unshift(head);
      resolve(spdyClient(socket, String(response.headers['x-stream-protocol-version'])));
    });
    call.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => reject(new Error(`${response.statusCode}: ${text}`)));
    });
    call.on('error', reject);
    call.end();
  });
}

/** Compresses as Go does: with the dictionary, each block flushed. */
export function headerDeflater(): (headers: Readonly<Record<string, string>>) => Promise<Buffer> {
  const deflate: Deflate = createDeflate({ dictionary: HEADER_DICTIONARY });
  const parts: Buffer[] = [];
  deflate.on('data', (part: Buffer) => parts.push(part));
  return (headers) =>
    new Promise((resolve) => {
      parts.length = 0;
      deflate.write(writeHeaderBlock(new Map(Object.entries(headers))));
      deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(Buffer.concat(parts)));
    });
}

/** A block that means much more than it is long. */
export const bomb = (): Buffer => deflateSync(Buffer.alloc(2 ** 22), { dictionary: HEADER_DICTIONARY });

export function spdyClient(socket: Duplex, protocol: string): SpdyClient {
  const frames: Frame[] = [];
  const waiting = new Map<number, () => void>();
  const reader = createFrameReader();
  const pack = headerDeflater();
  let next = 1;
  let packing = Promise.resolve();
  socket.on('data', (chunk: Buffer) => {
    for (const frame of reader.read(chunk)) {
      frames.push(frame);
      if (frame.type === 'synReply' || frame.type === 'rstStream') waiting.get(frame.streamId)?.();
    }
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const send = (frame: Frame) => void socket.write(writeFrame(frame));
  const onStream = (id: number) => frames.filter((frame) => frame.type === 'data' && frame.streamId === id);
  return {
    socket,
    protocol,
    frames,
    closed,
    send,
    async open(headers) {
      const streamId = next;
      next += 2;
      const answered = new Promise<void>((resolve) => waiting.set(streamId, resolve));
      // Packed headers follow from each other.
      packing = packing.then(async () => {
        const common = { associatedTo: 0, priority: 0, isLast: false, isUnidirectional: false };
        send({ type: 'synStream', streamId, ...common, headers: await pack(headers) });
      });
      await Promise.race([answered, closed]);
      return streamId;
    },
    say: (streamId, text, { isLast = false } = {}) =>
      send({ type: 'data', streamId, isLast, bytes: Buffer.from(text) }),
    heard: (id) =>
      Buffer.concat(onStream(id).map((frame) => (frame.type === 'data' ? frame.bytes : Buffer.alloc(0)))).toString(),
    isEnded: (id) => onStream(id).some((frame) => frame.type === 'data' && frame.isLast),
  };
}
