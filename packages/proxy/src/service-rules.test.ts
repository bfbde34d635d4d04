import { startTestApi, type TestApi } from '@wherry/apiserver/testing';
import { Nodes } from '@wherry/api/core-v1';
import { createClient, openTransport, startInformer, type Client } from '@wherry/client';
import { silentLog, starting, systemClock, type Running } from '@wherry/component';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startServiceRules } from './service-rules.ts';
import type { TableEntry } from './service-table.ts';

let api: TestApi;
let client: Client;
let transport: ReturnType<typeof openTransport>;

beforeAll(async () => {
  api = await startTestApi();
  const { ca, cert, key } = api.pki;
  transport = openTransport({ connection: { server: api.url, ca, cert, key }, userAgent: 'test' });
  client = createClient(transport);
});
afterAll(async () => {
  await transport.stop();
  await api.stop();
});

/** A data plane that keeps the table it was given last, and tells of each. */
function recordingPlane({ failures = 0 } = {}) {
  let left = failures;
  let present: readonly TableEntry[] = [];
  const waiters = new Set<() => void>();
  return {
    carryOut(entries: readonly TableEntry[]): Promise<void> {
      if (left > 0) {
        left -= 1;
        return Promise.reject(new Error('the kernel is busy'));
      }
      present = entries;
      for (const wake of waiters) wake();
      return Promise.resolve();
    },
    /** Resolves when the entry of a Service is as asked for. */
    until(id: string, isAsWanted: (entry: TableEntry | undefined) => boolean): Promise<TableEntry | undefined> {
      return new Promise((resolve) => {
        const look = (): void => {
          const entry = present.find((each) => each.id === id);
          if (!isAsWanted(entry)) return;
          waiters.delete(look);
          resolve(entry);
        };
        waiters.add(look);
        look();
      });
    },
  };
}

function startRules(plane: ReturnType<typeof recordingPlane>, nodeName: string): Promise<Running> {
  return starting(async (own) => {
    const shared = { client, clock: systemClock, log: silentLog };
    const nodes = own(await startInformer({ ...shared, resource: Nodes }));
    own(await startServiceRules({ ...shared, plane, nodes, nodeName }));
  });
}

const services = '/api/v1/namespaces/default/services';
const slices = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';

function slice(service: string, endpoints: readonly object[]): object {
  return {
    metadata: { name: service, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    ports: [{ name: '', port: 8080 }],
    endpoints,
  };
}

describe('startServiceRules', () => {
  it('carries out what the cluster has, and follows Services and slices', async () => {
    await api.send('POST', services, { body: { metadata: { name: 'first' }, spec: { ports: [{ port: 80 }] } } });
    const plane = recordingPlane();
    const rules = await startRules(plane, 'here');
    onTestFinished(() => rules.stop());
    const entry = await plane.until('default/first:', (found) => found !== undefined);
    expect(entry).toMatchObject({ port: 80, protocol: 'tcp', hasEndpoints: false });
    expect(entry?.clusterIps).toHaveLength(1);
    await api.send('POST', slices, { body: slice('first', [{ addresses: ['10.244.1.2'], nodeName: 'here' }]) });
    const served = await plane.until('default/first:', (found) => found?.hasEndpoints === true);
    expect(served?.internal).toEqual([{ ip: '10.244.1.2', port: 8080, isLocal: true }]);
    await api.send('DELETE', `${services}/first`);
    await plane.until('default/first:', (found) => found === undefined);
  });

  it('tries again what could not be carried out, before it says that it is ready', async () => {
    const plane = recordingPlane({ failures: 1 });
    await api.send('POST', services, { body: { metadata: { name: 'second' }, spec: { ports: [{ port: 80 }] } } });
    const rules = await startRules(plane, 'here');
    onTestFinished(() => rules.stop());
    await plane.until('default/second:', (found) => found !== undefined);
  });

  it('follows its node to another zone', async () => {
    const zoned = (ip: string, zone: string) => ({ addresses: [ip], hints: { forZones: [{ name: zone }] } });
    await api.send('POST', '/api/v1/nodes', { body: { metadata: { name: 'mover' } } });
    await api.send('POST', services, { body: { metadata: { name: 'third' }, spec: { ports: [{ port: 80 }] } } });
    await api.send('POST', slices, { body: slice('third', [zoned('10.244.1.2', 'z1'), zoned('10.244.2.2', 'z2')]) });
    const plane = recordingPlane();
    const rules = await startRules(plane, 'mover');
    onTestFinished(() => rules.stop());
    await plane.until('default/third:', (found) => found?.internal.length === 2);
    const node = { metadata: { labels: { 'topology.kubernetes.io/zone': 'z2' } } };
    const headers = { 'content-type': 'application/merge-patch+json' };
    await api.send('PATCH', '/api/v1/nodes/mover', { body: node, headers });
    const moved = await plane.until('default/third:', (found) => found?.internal.length === 1);
    expect(moved?.internal.map(({ ip }) => ip)).toEqual(['10.244.2.2']);
  });
});
