/** The only place that writes answers. */
import type { OutgoingHttpHeaders } from 'node:http';
import type { Exchange } from './exchange.ts';
import { warningHeaders } from './warning-headers.ts';

export interface Body {
  readonly status?: number;
  readonly contentType: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** Sends a whole body. A HEAD request gets the headers only. */
export function send(exchange: Exchange, body: string | Buffer, { status = 200, contentType, headers }: Body): void {
  const { request, response } = exchange;
  if (response.headersSent || response.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  writeHead(exchange, status, { 'Content-Type': contentType, 'Content-Length': length, ...headers });
  if (request.method === 'HEAD') response.end();
  else response.end(body);
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
