/** A small HTTP server on one port. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { releasing, type Running } from '@wherry/component';

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

export interface ListenOptions {
  readonly address: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Undefined for what is not there. */
  readonly answer: (path: string) => HttpAnswer | undefined;
}

/** @throws Error, in the promise, when the port cannot be had */
export async function listenHttp({ address, port, answer }: ListenOptions): Promise<HttpListener> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const found = answer((request.url ?? '/').split('?')[0] ?? '/');
    const { status, body, type = 'application/json', headers = {} } = found ?? NOT_FOUND;
    response.writeHead(status, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', ...headers });
    response.end(body);
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

const NOT_FOUND: HttpAnswer = { status: 404, body: '404 page not found\n', type: 'text/plain; charset=utf-8' };
