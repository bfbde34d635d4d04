/** Answers that a client may have already: with an entity tag, and without a body when the client's is the same. */
import type { OutgoingHttpHeaders } from 'node:http';
import type { Exchange } from '../handlers/exchange.ts';
import { send } from '../handlers/send.ts';

export interface Tagged {
  readonly contentType: string;
  /** Without quotes. */
  readonly etag: string;
  readonly headers: OutgoingHttpHeaders;
}

/** Whether the client has this very answer; then it is told so. */
export function isUnmodified({ request, response }: Exchange, { etag, headers }: Tagged): boolean {
  const known = request.headers['if-none-match'];
  if (known === undefined || !known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === `"${etag}"`)) {
    return false;
  }
  // Without the headers of a body: caches would take them for those of the body they have.
  response.writeHead(304, { ...headers, ETag: `"${etag}"` });
  response.end();
  return true;
}

/** Sends a body with its tag. */
export function sendTagged(exchange: Exchange, body: string | Buffer, { contentType, etag, headers }: Tagged): void {
  send(exchange, body, { contentType, headers: { ...headers, ETag: `"${etag}"` } });
}
