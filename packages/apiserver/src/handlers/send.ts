/** The only place that writes answers. */
import type { StatusError } from '@wherry/api';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Exchange } from './exchange.ts';

export interface Body {
  readonly status?: number;
  readonly contentType: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** Sends a whole body. A HEAD request gets the headers only. */
export function send(
  { request, response, warnings }: Exchange,
  body: string | Buffer,
  { status = 200, contentType, headers }: Body,
): void {
  if (response.headersSent || response.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const all: OutgoingHttpHeaders = {
    'Cache-Control': 'no-cache, private',
    'Content-Type': contentType,
    'Content-Length': length,
    ...headers,
  };
  if (warnings.size > 0) all['Warning'] = [...warnings].map(warningHeader);
  response.writeHead(status, all);
  if (request.method === 'HEAD') response.end();
  else response.end(body);
}

export function sendJson(exchange: Exchange, value: unknown, options: Partial<Body> = {}): void {
  send(exchange, `${JSON.stringify(value)}\n`, { contentType: 'application/json', ...options });
}

/** Answers with a failure, or ends the connection when an answer is already under way. */
export function sendError(exchange: Exchange, error: StatusError): void {
  const { response } = exchange;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const retry = error.details?.retryAfterSeconds ?? 0;
  const headers: OutgoingHttpHeaders = retry === 0 ? {} : { 'Retry-After': String(retry) };
  // The rest of a body that was refused unread would be taken for the next request.
  if (!exchange.request.complete) headers['Connection'] = 'close';
  sendJson(exchange, error.toStatus(), { status: error.code, headers });
}

/** The agent that Kubernetes names in its warnings is `-`; quotes and control characters may not stand in a header. */
function warningHeader(text: string): string {
  const printable = text.replace(/[^\x20-\x7e]/g, ' ').replace(/["\\]/g, '\\$&');
  return `299 - "${printable}"`;
}
