/** The only place that writes answers. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Exchange } from './exchange.ts';
import { warningHeaders } from './warning-headers.ts';

export interface Body {
  readonly status?: number;
  readonly contentType: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Called when the body has been taken over by the system, so that its buffer can be used again. */
  readonly onSent?: () => void;
}

/** Sends a whole body. A HEAD request gets the headers only. */
export function send(exchange: Exchange, body: string | Buffer, options: Body): void {
  const { status = 200, contentType, headers, onSent } = options;
  const { request, response } = exchange;
  if (response.headersSent || response.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  writeHead(exchange, status, { 'Content-Type': contentType, 'Content-Length': length, ...headers });
  if (request.method === 'HEAD') response.end(onSent);
  else endWith(response, body, { length, onSent });
}

/** What is held back of a large body. */
const LAST_BYTES = 1024;

/**
 * The end of a large body goes by itself, when the rest is out. Once a client has all of an answer, its next request may be
 * read before Node hears that the answer is out; if the answer was more than the socket likes to hold, Node then pauses the
 * parser of requests, while the TLS layer goes on handing it what it has: the connection ends with HPE_PAUSED.
 */
function endWith(
  response: ServerResponse,
  body: string | Buffer,
  { length, onSent }: { readonly length: number; readonly onSent: (() => void) | undefined },
): void {
  if (length < response.writableHighWaterMark / 2) {
    response.end(body, onSent);
    return;
  }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.write(bytes.subarray(0, -LAST_BYTES), () => response.end(bytes.subarray(-LAST_BYTES), onSent));
}

/** Begins an answer: its own headers and those that every answer has. */
export function writeHead({ response, warnings }: Exchange, status: number, headers: OutgoingHttpHeaders): void {
  const all: OutgoingHttpHeaders = { 'Cache-Control': 'no-cache, private', ...headers };
  if (warnings.size > 0) all['Warning'] = warningHeaders([...warnings]);
  response.writeHead(status, all);
}

export function sendJson(exchange: Exchange, value: unknown, options: Partial<Body> = {}): void {
  send(exchange, `${JSON.stringify(value)}\n`, { contentType: 'application/json', ...options });
}
