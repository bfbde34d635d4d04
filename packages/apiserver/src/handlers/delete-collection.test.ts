import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';

beforeEach(async () => {
  await api.send('DELETE', MAPS);
  for (const [name, tier] of [
    ['a', 'x'],
    ['b', 'y'],
    ['c', 'x'],
    ['d', 'y'],
  ] as const) {
    await api.send('POST', MAPS, { body: { metadata: { name, labels: { tier } } } });
  }
});

const left = async (): Promise<string[]> =>
  (await api.send('GET', MAPS)).json.items.map(({ metadata }) => metadata.name);

describe('deleting a collection', () => {
  it.each([
    ['takes all of it', '', ['a', 'b', 'c', 'd'], []],
    ['takes what the labels say', '?labelSelector=tier%3Dx', ['a', 'c'], ['b', 'd']],
    ['takes what the fields say', '?fieldSelector=metadata.name%3Db', ['b'], ['a', 'c', 'd']],
    ['takes as many as the client wants', '?limit=3', ['a', 'b', 'c'], ['d']],
    ['takes nothing when it is only tried out', '?dryRun=All', ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd']],
  ])('%s', async (_name, query, taken, remaining) => {
    const { status, json } = await api.send('DELETE', MAPS + query);
    expect([status, json.kind]).toEqual([200, 'ConfigMapList']);
    expect(json.items.map(({ metadata }) => metadata.name)).toEqual(taken);
    expect(await left()).toEqual(remaining);
  });

  it('leaves other namespaces alone', async () => {
    await api.send('POST', '/api/v1/namespaces/kube-public/configmaps', { body: { metadata: { name: 'other' } } });
    await api.send('DELETE', MAPS);
    expect((await api.send('GET', '/api/v1/namespaces/kube-public/configmaps/other')).status).toBe(200);
  });

  it('deletes each as if by itself', async () => {
    await api.send('POST', MAPS, { body: { metadata: { name: 'held', finalizers: ['a.io/b'] } } });
    await api.send('DELETE', MAPS, { body: { propagationPolicy: 'Background' } });
    const { json } = await api.send('GET', `${MAPS}/held`);
    expect(json.metadata.deletionTimestamp).toMatch(/^\d{4}-/);
    await api.send('PUT', `${MAPS}/held`, { body: { metadata: { name: 'held' } } });
  });

  it('works in one namespace only', async () => {
    expect((await api.send('DELETE', '/api/v1/configmaps')).status).toBe(405);
    expect(await left()).toHaveLength(4);
  });

  it('refuses options that make no sense before it begins', async () => {
    expect((await api.send('DELETE', MAPS, { body: { propagationPolicy: 'x' } })).status).toBe(422);
    expect((await api.send('DELETE', `${MAPS}?resourceVersionMatch=Exact`)).status).toBe(422);
    expect(await left()).toHaveLength(4);
  });
});
