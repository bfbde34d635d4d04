import { createMetrics, fakeClock, listenHttp, silentLog } from '@wherry/component';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TableEntry } from '../service-table.ts';
import { endpointEndings } from './endpoint-endings.ts';
import { startHealthServers } from './health-servers.ts';
import { proxyHealth } from './proxy-health.ts';
import { answerCheck, planServiceChecks, serviceHealth } from './service-health.ts';

const entry = (more: Partial<TableEntry> = {}): TableEntry => ({
  id: 'shop/web:http',
  protocol: 'tcp',
  clusterIps: [],
  port: 80,
  externalIps: [],
  balancerIps: [],
  nodePort: undefined,
  affinity: undefined,
  internal: [],
  external: [],
  cluster: [],
  keepsSource: true,
  hasEndpoints: true,
  sourceRanges: [],
  healthCheckNodePort: 32_000,
  readyHere: ['10.244.1.2'],
  ...more,
});

describe('proxyHealth', () => {
  it('is ill when a change is not carried out for two minutes, and well again afterwards', async () => {
    const clock = fakeClock();
    const health = proxyHealth({ clock });
    health.changed();
    await clock.advance(500_000);
    expect(health.livez()).toMatchObject({ status: 200 });
    health.carriedOut();
    health.changed();
    await clock.advance(119_000);
    expect(health.isHealthy()).toBe(true);
    await clock.advance(2_000);
    expect(health.livez().status).toBe(503);
    expect(JSON.parse(health.livez().body)).toMatchObject({ healthy: false, status: { IPv4: { healthy: false } } });
    health.carriedOut();
    expect(health.livez().status).toBe(200);
  });

  it('turns load balancers away from a node that is about to go, which is no reason to restart', () => {
    const health = proxyHealth({ clock: fakeClock() });
    health.carriedOut();
    const taints = [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' as const }];
    expect(health.healthz(nodeWith({ taints })).status).toBe(503);
    expect(health.healthz(undefined).status).toBe(503);
    expect(health.livez().status).toBe(200);
    expect(JSON.parse(health.healthz(nodeWith({})).body)).toMatchObject({ nodeEligible: true, healthy: true });
  });
});

type HealthNode = NonNullable<Parameters<ReturnType<typeof proxyHealth>['healthz']>[0]>;
const nodeWith = (spec: HealthNode['spec']): HealthNode => ({
  metadata: { name: 'a' },
  spec,
  status: {
    daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
    nodeInfo: {
      machineID: '',
      systemUUID: '',
      bootID: '',
      kernelVersion: '',
      osImage: '',
      containerRuntimeVersion: '',
      kubeletVersion: '',
      kubeProxyVersion: '',
      operatingSystem: '',
      architecture: '',
    },
  },
});

describe('planServiceChecks', () => {
  it('counts the ready endpoints on this node, each once for all ports', () => {
    const other = entry({ id: 'shop/web:https', readyHere: ['10.244.1.2', '10.244.1.3'] });
    expect(planServiceChecks([entry(), other, entry({ id: 'x/y:', healthCheckNodePort: undefined })])).toEqual([
      { namespace: 'shop', name: 'web', port: 32_000, localEndpoints: 2 },
    ]);
  });
});

describe('answerCheck', () => {
  const check = { namespace: 'shop', name: 'web', port: 32_000, localEndpoints: 1 };
  it.each([
    ['endpoints', check, true, 200],
    ['no endpoints', { ...check, localEndpoints: 0 }, true, 503],
    ['a proxy that is ill', check, false, 503],
  ])('is about %s', (_, given, isHealthy, status) => {
    const answer = answerCheck(given, isHealthy);
    expect(answer.status).toBe(status);
    expect(answer.headers).toEqual({ 'X-Load-Balancing-Endpoint-Weight': String(given.localEndpoints) });
    expect(JSON.parse(answer.body)).toEqual({
      service: { namespace: 'shop', name: 'web' },
      localEndpoints: given.localEndpoints,
      serviceProxyHealthy: isHealthy,
    });
  });
});

describe('serviceHealth', () => {
  it('opens the port that the table asks for, and closes it with the Service', async () => {
    const checks = serviceHealth({ isProxyHealthy: () => true, log: silentLog, address: '127.0.0.1' });
    onTestFinished(() => checks.stop());
    const { port, stop } = await freePort();
    await stop();
    await checks.keep([entry({ healthCheckNodePort: port })]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    await checks.keep([entry({ healthCheckNodePort: port, readyHere: [] })]);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(503);
    await checks.keep([]);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  });
});

async function freePort(): Promise<{ port: number; stop: () => Promise<void> }> {
  const listener = await listenHttp({ address: '127.0.0.1', port: 0, answer: () => undefined });
  return { port: listener.port, stop: () => listener.stop() };
}

describe('startHealthServers', () => {
  it('tells health, metrics and mode as kube-proxy does', async () => {
    const at = { address: '127.0.0.1', port: 0 };
    const health = proxyHealth({ clock: fakeClock() });
    health.carriedOut();
    const node = () => nodeWith({});
    const servers = await startHealthServers({
      healthz: at,
      metrics: at,
      health,
      endings: endpointEndings(fakeClock()),
      node,
      others: () => [],
      registry: createMetrics(),
      mode: 'nftables',
      log: silentLog,
    });
    onTestFinished(() => servers.stop());
    const get = async (port: number | undefined, path: string): Promise<[number, string]> => {
      const response = await fetch(`http://127.0.0.1:${port ?? 0}${path}`);
      return [response.status, await response.text()];
    };
    expect((await get(servers.healthzPort, '/healthz?verbose'))[0]).toBe(200);
    expect((await get(servers.healthzPort, '/metrics'))[0]).toBe(404);
    expect(await get(servers.metricsPort, '/proxyMode')).toEqual([200, 'nftables']);
    expect((await get(servers.metricsPort, '/metrics'))[1]).toContain('kubeproxy_proxy_healthz_total{code="200"} 1');
  });
});
