/** A small HTTP server on one port, for what a process tells of itself. */
import { createServer, type ServerResponse } from 'node:http';
import { releasing, type Running } from '../running.ts';
import type { ListenAddress } from './listen-address.ts';

export interface HttpListener extends Running {
  readonly port: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** @default application/json */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ListenOptions extends ListenAddress {
  /** Undefined for what is not there. */
  readonly answer: (path: string, query: URLSearchParams) => HttpAnswer | undefined | Promise<HttpAnswer | undefined>;
}

/** @throws Error, in the promise, when the port cannot be had */
export async function listenHttp({ address, port, answer }: ListenOptions): Promise<HttpListener> {
  const server = createServer((request, response) => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    void respond(response, async () => answer(path, new URLSearchParams(query)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, resolve);
  });
  const bound = server.address();
  const running = releasing(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return Object.assign(running, { port: typeof bound === 'object' && bound !== null ? bound.port : port });
}

async function respond(response: ServerResponse, find: () => Promise<HttpAnswer | undefined>): Promise<void> {
  const found = await find().catch(() => FAILED);
  const { status, body, type = 'application/json', headers = {} } = found ?? NOT_FOUND;
  response.writeHead(status, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', ...headers });
  response.end(body);
}

/** The content type of plain text. */
export const PLAIN_TEXT = 'text/plain; charset=utf-8';

const NOT_FOUND: HttpAnswer = { status: 404, body: '404 page not found\n', type: PLAIN_TEXT };
const FAILED: HttpAnswer = { status: 500, body: 'internal server error\n', type: PLAIN_TEXT };
