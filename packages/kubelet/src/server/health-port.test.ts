import { addProcessMetrics, createMetrics, silentLog, systemClock } from '@wherry/component';
import { freePort } from '@wherry/component/testing';
import { expect, it, onTestFinished } from 'vitest';
import { startHealthPort } from './health-port.ts';

it('lives from the start, and is ready when the kubelet has begun', async () => {
  const metrics = createMetrics();
  addProcessMetrics(metrics, systemClock);
  const flags = { 'healthz-bind-address': '127.0.0.1', 'healthz-port': await freePort() };
  const health = await startHealthPort({ flags, metrics, log: silentLog });
  onTestFinished(() => health.stop());
  const get = (path: string) => fetch(`http://127.0.0.1:${health.port ?? 0}${path}`);
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(500);
  health.begin();
  expect(await (await get('/readyz?verbose')).text()).toBe('[+]ping ok\n[+]syncloop ok\nreadyz check passed\n');
  expect(await (await get('/metrics')).text()).toContain('process_cpu_seconds_total');
});

it('is nowhere when the port is 0', async () => {
  const flags = { 'healthz-bind-address': '127.0.0.1', 'healthz-port': 0 };
  const health = await startHealthPort({ flags, metrics: createMetrics(), log: silentLog });
  onTestFinished(() => health.stop());
  expect(health.port).toBeUndefined();
});
