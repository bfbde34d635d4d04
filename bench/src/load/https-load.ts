// A closed-loop load of HTTPS requests: so many connections, each sending its next request when the last is answered.
// It writes and reads sockets itself, since Node's own client would be slower than the servers measured.

import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { quantile } from '../statistics.ts';
import { responseReader } from './response-reader.ts';

export interface HttpsLoad {
  readonly port: number;
  /** The authority that signed the server's certificate, in PEM. */
  readonly ca: string;
  /** The client's certificate and key, in PEM. @default none */
  readonly client?: { readonly certificate: string; readonly key: string };
  /** How many connections are kept open. */
  readonly connections: number;
  /** How long the load lasts, in milliseconds. */
  readonly durationMs: number;
  /** The bytes of the next request: see {@link formatRequest}. */
  readonly next: () => string;
}

export interface LoadFigures {
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
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(load)));
  const latencies: number[] = [];
  const start = performance.now();
  const deadline = start + load.durationMs;
  try {
    await Promise.all(sockets.map((socket) => drive(socket, { next: load.next, deadline, latencies })));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  const seconds = (performance.now() - start) / 1000;
  const sorted = latencies.toSorted((one, other) => one - other);
  return { perSecond: latencies.length / seconds, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
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

function open({ port, ca, client }: HttpsLoad): Promise<TLSSocket> {
  return new Promise((opened, failed) => {
    const identity = client === undefined ? {} : { cert: client.certificate, key: client.key };
    const socket = connect({ host: '127.0.0.1', port, ca, ...identity }, () => {
      socket.off('error', failed);
      opened(socket);
    });
    socket.setNoDelay(true);
    socket.on('error', failed);
  });
}

interface Drive {
  readonly next: () => string;
  readonly deadline: number;
  readonly latencies: number[];
}

function drive(socket: TLSSocket, { next, deadline, latencies }: Drive): Promise<void> {
  return new Promise((done, failed) => {
    const read = responseReader();
    let sent = 0;
    const send = (): void => {
      sent = performance.now();
      socket.write(next());
    };
    socket.on('error', failed);
    socket.on('close', () => failed(new Error('The server closed a connection under load')));
    socket.on('data', (chunk: Buffer) => {
      for (const status of read(chunk)) {
        const now = performance.now();
        latencies.push(now - sent);
        if (status < 200 || status > 299) return failed(new Error(`The server answered ${status} under load`));
        if (now >= deadline) return done();
        send();
      }
    });
    send();
  });
}
