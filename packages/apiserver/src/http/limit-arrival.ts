/**
 * How long the body of a request may take to arrive, so that slow clients cannot hold on to the server. What is handed
 * through to a server behind this one may take as long as that server likes: an upload to a pod, for one.
 */
import type { IncomingMessage } from 'node:http';
import type { Clock } from '@wherry/component';
import type { Exchange } from '../handlers/exchange.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import { leadsBehind } from './upgrade.ts';

export interface ArrivalOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** From the end of the headers to that of the body, in milliseconds. */
  readonly within: number;
}

/** Answers 408 and ends the connection when the body is late; when the answer has begun already, it breaks off. */
export function limitArrival(
  { request, response, info }: Pick<Exchange, 'request' | 'response' | 'info'>,
  { clock, within }: ArrivalOptions,
): void {
  if (request.complete || !announcesBody(request) || leadsBehind(info)) return;
  const timer = clock.after(within, () => {
    if (request.complete) return;
    if (response.headersSent) request.socket.destroy();
    else refuseMalformed(Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), request.socket);
  });
  request.once('close', () => timer.cancel());
}

function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
