// A TLS connection to a server on 127.0.0.1, as the loads use it: written to and read without an HTTP client.

import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { responseReader } from './response-reader.ts';

export interface HttpsTarget {
  readonly port: number;
  /** The authority that signed the server's certificate, in PEM. */
  readonly ca: string;
  /** The client's certificate and key, in PEM. @default none */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** Reads straight from the connection, past the stream, which costs a quarter less. `bytes` is valid during the call. */
export type OnBytes = (bytes: Buffer) => void;

/** All connections of a process read one after the other, so one buffer serves them all. */
const readBuffer = Buffer.allocUnsafe(64 * 1024);

/** Connects; resolves after the handshake. */
export function openSocket({ port, ca, client }: HttpsTarget, onBytes?: OnBytes): Promise<TLSSocket> {
  return new Promise((opened, failed) => {
    const identity = client === undefined ? {} : { cert: client.certificate, key: client.key };
    const socket = connect({ host: '127.0.0.1', port, ca, ...identity, ...reading(onBytes) }, () => {
      socket.off('error', failed);
      opened(socket);
    });
    socket.setNoDelay(true);
    socket.on('error', failed);
  });
}

function reading(onBytes: OnBytes | undefined) {
  if (onBytes === undefined) return {};
  const callback = (length: number): boolean => {
    onBytes(readBuffer.subarray(0, length));
    return true;
  };
  return { onread: { buffer: readBuffer, callback } };
}

/** Resolves when so many answers have come in, all of them 2xx; rejects at the first that is not, or on a loss. */
export function responsesOn(socket: TLSSocket, count: number): Promise<void> {
  return new Promise((done, failed) => {
    const read = responseReader();
    let left = count;
    socket.on('error', failed);
    socket.on('close', () => failed(new Error('The server closed a connection under load')));
    socket.on('data', (chunk: Buffer) => {
      for (const status of read(chunk)) {
        const bad = badAnswer(status);
        if (bad !== undefined) return failed(bad);
        left -= 1;
        if (left === 0) return done();
      }
    });
  });
}

/** What is wrong with a status under load; undefined for 2xx. */
export function badAnswer(status: number): Error | undefined {
  return status >= 200 && status <= 299 ? undefined : new Error(`The server answered ${status} under load`);
}
