/** One HTTP request over an open connection, which is used for nothing else, and the beginning of its answer. */
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { exchangeFailure } from './network-failure.ts';

export interface Question {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names and values in turn, as they go out; the framing of the body among them. */
  readonly headers: readonly string[];
  /** @default none */
  readonly body?: Readable;
}

/** The beginning of an answer. */
export interface Answer {
  readonly response: IncomingMessage;
  /** The server speaks something else from now on (101). Nothing else makes a connection one that may be spliced. */
  readonly upgraded?: { readonly socket: Socket; readonly head: Buffer };
}

/**
 * Asks, and follows no redirect.
 * @throws NetworkFailure when the server does not answer, or with something that is not HTTP; the socket is then gone
 */
export function ask(socket: Socket, { method, path, headers, body }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(exchangeFailure(error));
    };
    const request = begin(socket, { method, path, headers }, fail);
    if (request === undefined) return;
    request.on('error', fail);
    request.on('response', (response) => resolve({ response }));
    request.on('upgrade', (response, _socket, head) => {
      if (response.statusCode === 101) resolve({ response, upgraded: { socket, head } });
      else fail(new Error(`invalid upgrade response: status code ${response.statusCode ?? 0}`));
    });
    if (body === undefined) request.end();
    else send(body, request);
  });
}

/** What cannot be written as a request fails like one that gets no answer. */
function begin(
  socket: Socket,
  { method, path, headers }: Question,
  fail: (error: unknown) => void,
): ClientRequest | undefined {
  try {
    return httpRequest({ method, path, headers: [...headers], setHost: false, createConnection: () => socket });
  } catch (error) {
    fail(error);
    return undefined;
  }
}

/** Sends a body as it comes. A server that has answered may not want the rest: it is read and dropped. */
function send(body: Readable, request: ClientRequest): void {
  body.on('error', () => request.destroy());
  request.once('close', () => body.unpipe(request).resume());
  body.pipe(request);
}
