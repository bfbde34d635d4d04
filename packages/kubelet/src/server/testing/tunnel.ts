/**
 * A client of SPDY in a WebSocket, by hand: libraries do not take the name of its protocol, which Kubernetes has given a
 * slash.
 */
import { randomBytes } from 'node:crypto';
import { request as startRequest } from 'node:https';
import { Duplex } from 'node:stream';
import type { Credentials } from './start-test-server.ts';

const BINARY = 0x82;
const MASKED = 0x80;

/** The bytes in binary messages, as two streams of bytes. */
export function openTunnel(options: {
  readonly port: number;
  readonly credentials: Credentials;
  readonly path: string;
}): Promise<{ readonly bytes: Duplex; readonly protocol: string }> {
  const { port, credentials, path } = options;
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Protocol': 'SPDY/3.1+portforward.k8s.io',
  };
  return new Promise((resolve, reject) => {
    const call = startRequest({ host: '127.0.0.1', port, path, headers, agent: false, ...credentials });
    call.on('upgrade', (response, socket, head) => {
      socket.unshift(head);
      resolve({ bytes: overMessages(socket), protocol: String(response.headers['sec-websocket-protocol']) });
    });
    call.on('response', ({ statusCode }) => reject(new Error(`${statusCode}`)));
    call.on('error', reject);
    call.end();
  });
}

function overMessages(socket: Duplex): Duplex {
  let held = Buffer.alloc(0);
  const bytes = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      const length = Buffer.alloc(8);
      length.writeBigUInt64BE(BigInt(chunk.length));
      // A mask of zeros changes nothing.
      socket.write(Buffer.concat([Buffer.of(BINARY, MASKED | 127), length, Buffer.alloc(4), chunk]), () => done());
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('error', () => undefined);
  socket.on('close', () => bytes.destroy());
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    for (let end = messageEnd(held); end !== undefined; end = messageEnd(held)) {
      if (held[0] === BINARY) bytes.push(held.subarray(end.start, end.end));
      held = held.subarray(end.end);
    }
  });
  return bytes;
}

function messageEnd(held: Buffer): { readonly start: number; readonly end: number } | undefined {
  if (held.length < 10) return held.length >= 2 && (held[1] ?? 0) < 126 ? whole(held, 2, held[1] ?? 0) : undefined;
  const short = held[1] ?? 0;
  if (short < 126) return whole(held, 2, short);
  return short === 126 ? whole(held, 4, held.readUInt16BE(2)) : whole(held, 10, Number(held.readBigUInt64BE(2)));
}

function whole(
  held: Buffer,
  start: number,
  length: number,
): { readonly start: number; readonly end: number } | undefined {
  return held.length < start + length ? undefined : { start, end: start + length };
}
