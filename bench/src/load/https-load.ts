// A closed-loop load of HTTPS requests: so many connections, each sending its next request when the last is answered.
// It writes and reads sockets itself, since Node's own client would be slower than the servers measured.

import type { TLSSocket } from 'node:tls';
import { quantile } from '../statistics.ts';
import { badAnswer, openSocket } from './https-socket.ts';
import type { HttpsTarget } from './https-socket.ts';
import { responseReader } from './response-reader.ts';

export interface HttpsLoad extends HttpsTarget {
  /** How many connections are kept open. */
  readonly connections: number;
  /** How long the load lasts, in milliseconds. */
  readonly durationMs: number;
  /** How many requests are sent at most. @default as many as there is time for */
  readonly requests?: number;
  /** The bytes of the next request: see {@link formatRequest}. */
  readonly next: () => string;
}

export interface LoadFigures {
  /** How many requests were answered. */
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds from a request's first byte to its answer's last. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * Runs the load on 127.0.0.1.
 * @throws {Error} when a connection fails or an answer is not 2xx: such a run is void, not slow
 */
export async function runHttpsLoad(load: HttpsLoad): Promise<LoadFigures> {
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => openSocket(load)));
  const latencies: number[] = [];
  const start = performance.now();
  const deadline = start + load.durationMs;
  let left = load.requests ?? Infinity;
  const next = (): string | undefined => {
    left -= 1;
    return left < 0 || performance.now() >= deadline ? undefined : load.next();
  };
  try {
    await Promise.all(sockets.map((socket) => drive(socket, { next, latencies })));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  const seconds = (performance.now() - start) / 1000;
  const sorted = latencies.toSorted((one, other) => one - other);
  return {
    requests: latencies.length,
    perSecond: latencies.length / seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
  };
}

export interface RequestParts {
  readonly method: string;
  readonly path: string;
  /** @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default none */
  readonly body?: string;
}

/** The bytes of a request, as text. */
export function formatRequest({ method, path, headers = {}, body }: RequestParts): string {
  const all = {
    Host: '127.0.0.1',
    ...headers,
    ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body ?? ''}`;
}

interface Drive {
  /** The next request; undefined when there is to be no more. */
  readonly next: () => string | undefined;
  readonly latencies: number[];
}

function drive(socket: TLSSocket, { next, latencies }: Drive): Promise<void> {
  return new Promise((done, failed) => {
    const read = responseReader();
    let sent = 0;
    const send = (): void => {
      const request = next();
      if (request === undefined) return done();
      sent = performance.now();
      socket.write(request);
    };
    socket.on('error', failed);
    socket.on('close', () => failed(new Error('The server closed a connection under load')));
    socket.on('data', (chunk: Buffer) => {
      for (const status of read(chunk)) {
        latencies.push(performance.now() - sent);
        const bad = badAnswer(status);
        if (bad !== undefined) return failed(bad);
        send();
      }
    });
    send();
  });
}
