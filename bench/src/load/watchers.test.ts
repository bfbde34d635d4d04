// Watchers of a small server that fans out what is posted to it.

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadClusterPki } from '@wherry/apiserver';
import type { ClusterPki } from '@wherry/apiserver';
import { systemClock } from '@wherry/component';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HttpsTarget } from './https-socket.ts';
import { openWatchers } from './watchers.ts';
import type { FanOutFigures } from './watchers.ts';

let folder: string;
let pki: ClusterPki;
let server: Server | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-watchers-'));
  pki = await loadClusterPki({ dataDir: folder, hosts: ['127.0.0.1'], clock: systemClock });
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

type Deliver = (watchers: readonly ServerResponse[], frame: string) => void;

async function serve({ status = 200, deliver }: { status?: number; deliver: Deliver }): Promise<HttpsTarget> {
  const { key, certificate: cert } = pki.serving;
  const held: ServerResponse[] = [];
  server = createServer({ key, cert }, (request, response) => {
    if (request.method === 'GET') {
      response.writeHead(status).flushHeaders();
      held.push(response);
      return;
    }
    request.setEncoding('utf8').on('data', (text: string) => deliver(held, `{"object":${text}}\n`));
    request.on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, ca: pki.authority.certificate };
}

async function fanOutOn(target: HttpsTarget, patienceMs = 30_000): Promise<FanOutFigures> {
  const watchers = await openWatchers({ target, path: '/things?watch=true', count: 20, marker: '"event":"' });
  try {
    const template = { method: 'POST', path: '/things', body: '{"event":"{i}"}' };
    return await watchers.fanOut({ target, template, perSecond: 1000, writes: 10, patienceMs });
  } finally {
    watchers.close();
  }
}

describe('openWatchers', () => {
  it('times every write until the last watcher has it, also when events come torn', async () => {
    const target = await serve({
      deliver(watchers, frame) {
        for (const watcher of watchers) {
          watcher.write(frame.slice(0, 15));
          watcher.write(frame.slice(15));
        }
      },
    });
    const { p50, p99, max } = await fanOutOn(target);
    expect(p50).toBeGreaterThan(0);
    expect(max).toBeGreaterThanOrEqual(p99);
  });

  it('is void when an event does not reach everyone', async () => {
    const target = await serve({ deliver: (watchers, frame) => watchers.slice(1).forEach((one) => one.write(frame)) });
    await expect(fanOutOn(target, 200)).rejects.toThrow('10 of 10 events did not reach everyone');
  });

  it('is void when the connection of a watch is lost', async () => {
    const target = await serve({ deliver: (watchers) => watchers[0]?.destroy() });
    await expect(fanOutOn(target)).rejects.toThrow('closed a watch');
  });

  it('is void when a watch is refused', async () => {
    const target = await serve({ status: 403, deliver: () => undefined });
    await expect(fanOutOn(target)).rejects.toThrow('A watch was refused: HTTP/1.1 403');
  });
});
