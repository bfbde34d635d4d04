import { ConfigMaps } from '@wherry/api/core-v1';
import { startTestApi } from '@wherry/apiserver/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { discover } from './discover.ts';
import { metadataReader } from './metadata-reader.ts';
import { openTransport, type Transport } from './transport.ts';

let api: Awaited<ReturnType<typeof startTestApi>>;
let transport: Transport;
beforeAll(async () => {
  api = await startTestApi();
  transport = openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'test' });
});
afterAll(async () => {
  await transport.stop();
  await api.stop();
});

describe('discover', () => {
  it('finds every resource once, in the version that its group prefers', async () => {
    const { resources, stale } = await discover(transport);
    const found = (plural: string) => resources.filter((each) => each.plural === plural);
    expect(found('deployments')).toMatchObject([
      { group: 'apps', version: 'v1', kind: 'Deployment', namespaced: true },
    ]);
    expect(found('nodes')).toMatchObject([
      { group: '', version: 'v1', kind: 'Node', namespaced: false },
      { group: 'metrics.k8s.io', kind: 'NodeMetrics' },
    ]);
    expect(found('horizontalpodautoscalers')).toMatchObject([{ version: 'v2' }]);
    expect(found('tokenreviews')[0]?.verbs).toEqual(['create']);
    expect(resources.filter(({ plural }) => plural.includes('/'))).toEqual([]);
    expect(stale).toEqual([]);
  });

  it('names the groups that another server has and that cannot be asked', async () => {
    const versions = [{ version: 'v1', freshness: 'Stale' as const }];
    const answers = { '/api': [], '/apis': [{ metadata: { name: 'metrics.k8s.io' }, versions }] };
    const send = ({ path }: { readonly path: string }) =>
      Promise.resolve({ items: path === '/api' ? answers['/api'] : answers['/apis'] });
    expect(await discover({ send })).toEqual({ resources: [], stale: ['metrics.k8s.io/v1'] });
  });
});

describe('metadataReader', () => {
  it('reads and watches metadata alone', async () => {
    const reader = metadataReader(transport);
    const place = { namespace: 'default', name: 'a' };
    const { metadata } = await createClient(transport).create(ConfigMaps, { metadata: place, data: { k: 'v' } });
    expect(await reader.get(ConfigMaps, place)).toEqual({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
    });
    const list = await reader.list(ConfigMaps, { namespace: 'default' });
    expect(list.items.map((item) => [item.metadata.name, Object.keys(item)])).toEqual([
      ['a', ['kind', 'apiVersion', 'metadata']],
    ]);
    const resourceVersion = String(Number(metadata.resourceVersion) - 1);
    for await (const { object } of await reader.watch(ConfigMaps, { resourceVersion, timeoutSeconds: 10 })) {
      if (object.metadata.name !== 'a') continue;
      expect(Object.keys(object)).toEqual(['kind', 'apiVersion', 'metadata']);
      break;
    }
  });
});
