import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog, silentLog } from '../log.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { systemClock } from '../clock.ts';
import { parseListenAddress } from './listen-address.ts';
import { serveHealth, type ServeHealthOptions } from './serve-health.ts';

async function serve(options: Partial<ServeHealthOptions> = {}) {
  const server = await serveHealth({ address: '127.0.0.1', port: 0, log: silentLog, ...options });
  onTestFinished(() => server.stop());
  return async (path: string): Promise<[number, string, string | null]> => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return [response.status, await response.text(), response.headers.get('content-type')];
  };
}

const fails = (name: string) => ({
  name,
  check() {
    throw new Error('the lease is old');
  },
});
const passes = (name: string) => ({ name, check: () => Promise.resolve() });

describe('serveHealth', () => {
  it('answers as the processes of Kubernetes do', async () => {
    const get = await serve({ livez: [passes('leaderElection')], readyz: [passes('informer-sync')] });
    const plain = 'text/plain; charset=utf-8';
    expect(await get('/healthz')).toEqual([200, 'ok', plain]);
    expect(await get('/livez?verbose')).toEqual([200, '[+]ping ok\n[+]leaderElection ok\nlivez check passed\n', plain]);
    expect((await get('/readyz?verbose=true'))[1]).toBe(
      '[+]ping ok\n[+]leaderElection ok\n[+]informer-sync ok\nreadyz check passed\n',
    );
    expect(await get('/livez/leaderElection')).toEqual([200, 'ok', plain]);
    expect((await get('/livez/informer-sync'))[0]).toBe(404);
    expect(await get('/other')).toEqual([404, '404 page not found\n', plain]);
  });

  it('lives on when it is not ready, and says in the log why', async () => {
    const lines: string[] = [];
    const log = createLog({ clock: systemClock, level: 'info', write: (line) => lines.push(line) });
    const get = await serve({ readyz: [fails('informer-sync')], log });
    expect((await get('/livez'))[0]).toBe(200);
    expect((await get('/readyz')).slice(0, 2)).toEqual([
      500,
      '[+]ping ok\n[-]informer-sync failed: reason withheld\nreadyz check failed\n',
    ]);
    expect(lines.join()).toContain('the lease is old');
    expect((await get('/readyz?exclude=informer-sync'))[0]).toBe(200);
  });

  it('prints metrics, and pages that are its own', async () => {
    const metrics = createMetrics();
    metrics.counter({ name: 'things_total', help: 'Things.' }).with({}).add(3);
    const pages = { '/healthz': () => ({ status: 503, body: '{}' }) };
    const get = await serve({ metrics, pages });
    expect(await get('/metrics')).toMatchObject([
      200,
      expect.stringContaining('things_total 3\n'),
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(await get('/healthz')).toEqual([503, '{}', 'application/json']);
    expect((await get('/toString'))[0]).toBe(404);
  });

  it('says so when the port is taken', async () => {
    const first = await serveHealth({ address: '127.0.0.1', port: 0, log: silentLog });
    onTestFinished(() => first.stop());
    await expect(serveHealth({ address: '127.0.0.1', port: first.port, log: silentLog })).rejects.toThrow('EADDRINUSE');
  });
});

describe('parseListenAddress', () => {
  it.each([
    ['127.0.0.1:10257', { address: '127.0.0.1', port: 10_257 }],
    ['[::1]:10257', { address: '::1', port: 10_257 }],
    [':10257', { address: '0.0.0.0', port: 10_257 }],
    ['localhost:0', { address: 'localhost', port: 0 }],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(parseListenAddress(text)).toEqual(expected);
  });
  it.each(['127.0.0.1', '127.0.0.1:', '127.0.0.1:70000', '::1:80', 'a b:x'])('refuses %j', (text) => {
    expect(() => parseListenAddress(text)).toThrow('must be address:port');
  });
});
