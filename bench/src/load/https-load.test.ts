import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { RequestListener } from 'node:http';
import type { Server } from 'node:https';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadClusterPki } from '@wherry/apiserver';
import type { ClusterPki } from '@wherry/apiserver';
import { systemClock } from '@wherry/component';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatRequest, runHttpsLoad } from './https-load.ts';
import type { LoadFigures } from './https-load.ts';

let folder: string;
let pki: ClusterPki;
let server: Server | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-load-'));
  pki = await loadClusterPki({ dataDir: folder, hosts: ['127.0.0.1'], clock: systemClock });
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function loadOn(
  listener: RequestListener,
  next: () => string,
  limits: { durationMs: number; requests?: number } = { durationMs: 300 },
): Promise<LoadFigures> {
  const { key, certificate: cert } = pki.serving;
  server = createServer({ key, cert }, listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return runHttpsLoad({ port, ca: pki.authority.certificate, connections: 3, ...limits, next });
}

describe('runHttpsLoad', () => {
  it('sends what it is given and counts every answer', async () => {
    const seen = new Set<string>();
    let answered = 0;
    const listener: RequestListener = (request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => seen.add(`${request.method} ${request.url} ${text}`));
      request.on('end', () => {
        answered += 1;
        response.end('{}');
      });
    };
    let count = 0;
    const next = (): string => formatRequest({ method: 'POST', path: '/things', body: `ü${(count += 1)}` });
    const figures = await loadOn(listener, next);
    expect(answered).toBe(count);
    expect(seen.size).toBe(count);
    expect(seen).toContain('POST /things ü1');
    expect(count).toBeGreaterThanOrEqual(3);
    expect(figures.perSecond).toBeGreaterThan(0);
    expect(figures.p99).toBeGreaterThanOrEqual(figures.p50);
  });

  it('sends no more requests than it is told to', async () => {
    let answered = 0;
    const figures = await loadOn(
      (_request, response) => {
        answered += 1;
        response.end('{}');
      },
      () => formatRequest({ method: 'GET', path: '/' }),
      { requests: 7, durationMs: 10_000 },
    );
    expect([answered, figures.requests]).toEqual([7, 7]);
  });

  it.each([500, 429, 302])('is void when an answer is %d', async (status) => {
    const load = loadOn(
      (_request, response) => response.writeHead(status).end(),
      () => formatRequest({ method: 'GET', path: '/' }),
    );
    await expect(load).rejects.toThrow(`answered ${status} under load`);
  });

  it('is void when the server drops a connection', async () => {
    const load = loadOn(
      (request) => request.socket.destroy(),
      () => formatRequest({ method: 'GET', path: '/' }),
    );
    await expect(load).rejects.toThrow(/closed a connection|ECONNRESET|socket hang up/);
  });
});
