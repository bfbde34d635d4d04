/** One HTTP request over an open connection, which is used for nothing else, and the beginning of its answer. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
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
    const request = httpRequest({
      method,
      path,
      headers: [...headers],
      setHost: false,
      createConnection: () => socket,
    });
    request.on('error', (error) => {
      socket.destroy();
      reject(exchangeFailure(error));
    });
    request.on('response', (response) => resolve({ response }));
    request.on('upgrade', (response, _socket, head) => {
      if (response.statusCode === 101) resolve({ response, upgraded: { socket, head } });
      else {
        socket.destroy();
        reject(exchangeFailure(new Error(`invalid upgrade response: status code ${response.statusCode ?? 0}`)));
      }
    });
    if (body === undefined) request.end();
    else pipeline(body, request, ignore);
  });
}

// What goes wrong while the body is sent shows in the request, or in an answer that did not wait for it.
const ignore = (): void => undefined;
