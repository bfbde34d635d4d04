/** Where the process tells of itself: health and metrics. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pingCheck, releasing, reportHealth, type Metrics, type Running } from '@wherry/component';

export interface HealthListenerOptions {
  /** `address:port`; empty for nowhere. */
  readonly address: string;
  readonly metrics: Pick<Metrics, 'print'>;
}

export interface HealthListener extends Running {
  readonly port: number;
}

/** Begins to answer, once everything else does: so whoever asks gets `ok`. */
export async function startHealthListener(options: HealthListenerOptions): Promise<HealthListener | undefined> {
  const [, host, port] = /^\[?(.*?)\]?:(\d+)$/.exec(options.address) ?? [];
  if (host === undefined) return undefined;
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/metrics') {
      response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
      response.end(options.metrics.print());
      return;
    }
    const endpoint = path === '/healthz' || path === '/livez' || path === '/readyz' ? path.slice(1) : undefined;
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    if (endpoint === undefined) {
      response.writeHead(404).end('404 page not found\n');
      return;
    }
    const verbose = (request.url ?? '').includes('verbose');
    void reportHealth(endpoint, { checks: [pingCheck], verbose }).then(({ status, body }) =>
      response.writeHead(status).end(body),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: Number(port) }, resolve);
  });
  const running = releasing(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return Object.assign(running, { port: (server.address() as AddressInfo).port });
}
