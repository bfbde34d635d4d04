import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const container = { name: 'c', image: 'nginx' };
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } };
const apps = '/apis/apps/v1/namespaces/default';
const bodies: Readonly<Record<string, object>> = {
  [`${apps}/deployments`]: { spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template } },
  [`${apps}/replicasets`]: { spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template } },
  [`${apps}/statefulsets`]: {
    spec: { replicas: 2, serviceName: 's', selector: { matchLabels: { app: 'web' } }, template },
  },
  '/api/v1/namespaces/default/replicationcontrollers': { spec: { replicas: 2, selector: { app: 'web' }, template } },
};

let count = 0;
/** Makes a workload and returns its path. */
async function workload(collection = `${apps}/deployments`): Promise<string> {
  count += 1;
  const body = { metadata: { name: `web-${count}` }, ...bodies[collection] };
  const { status, text } = await api.send('POST', collection, { body });
  expect([status, text]).toEqual([201, expect.any(String)]);
  return `${collection}/web-${count}`;
}

const replicasOf = async (path: string) => (await api.send('GET', path)).json.spec?.['replicas'];

describe('scale', () => {
  it.each(Object.keys(bodies))('shows and changes the size of %s', async (collection) => {
    const path = await workload(collection);
    const parent = (await api.send('GET', path)).json.metadata;
    const { json } = await api.send('GET', `${path}/scale`);
    expect(json).toEqual({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: {
        name: parent.name,
        namespace: 'default',
        uid: parent.uid,
        resourceVersion: parent.resourceVersion,
        creationTimestamp: parent.creationTimestamp,
      },
      spec: { replicas: 2 },
      status: { replicas: 0, selector: 'app=web' },
    });
    const scaled = await api.send('PUT', `${path}/scale`, { body: { ...json, spec: { replicas: 5 } } });
    expect(scaled.json.spec).toEqual({ replicas: 5 });
    expect(scaled.json.metadata.resourceVersion).not.toBe(parent.resourceVersion);
    const after = (await api.send('GET', path)).json;
    expect([after.spec?.['replicas'], after.metadata.generation]).toEqual([5, 2]);
  });

  it.each([
    ['application/json-patch+json', [{ op: 'replace', path: '/spec/replicas', value: 3 }]],
    ['application/merge-patch+json', { spec: { replicas: 3 } }],
    ['application/strategic-merge-patch+json', { spec: { replicas: 3 } }],
  ])('takes patches as %s', async (type, body) => {
    const path = await workload();
    const { status, json } = await api.send('PATCH', `${path}/scale`, { body, type });
    expect([status, json.kind, json.spec]).toEqual([200, 'Scale', { replicas: 3 }]);
    expect(await replicasOf(path)).toBe(3);
  });

  it('scales to nothing', async () => {
    const path = await workload();
    const type = 'application/merge-patch+json';
    const { json } = await api.send('PATCH', `${path}/scale`, { body: { spec: { replicas: 0 } }, type });
    expect(json.spec).toEqual({});
    expect(await replicasOf(path)).toBe(0);
  });

  it('refuses a change that was made from an older state', async () => {
    const path = await workload();
    const { json } = await api.send('GET', `${path}/scale`);
    await api.send('PATCH', path, { body: { metadata: { labels: { a: 'b' } } }, type: 'application/merge-patch+json' });
    const late = await api.send('PUT', `${path}/scale`, { body: { ...json, spec: { replicas: 9 } } });
    expect(late.json).toMatchObject({
      code: 409,
      message: expect.stringMatching(
        /^Operation cannot be fulfilled on deployments.apps "web-\d+": the object has been/,
      ) as string,
    });
    const unconditional = { ...json, metadata: { name: json.metadata.name }, spec: { replicas: 9 } };
    expect((await api.send('PUT', `${path}/scale`, { body: unconditional })).status).toBe(200);
    expect(await replicasOf(path)).toBe(9);
  });

  it('refuses fewer than no replicas, and the uid of another workload', async () => {
    const path = await workload();
    const { json } = await api.send('GET', `${path}/scale`);
    const { name } = json.metadata;
    const negative = await api.send('PUT', `${path}/scale`, { body: { ...json, spec: { replicas: -1 } } });
    expect(negative.json).toMatchObject({
      code: 422,
      message: `Scale.autoscaling "${name}" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0`,
    });
    const foreign = await api.send('PUT', `${path}/scale`, { body: { ...json, metadata: { name, uid: 'x' } } });
    expect(foreign.json).toMatchObject({ code: 409, details: { kind: 'deployments/scale' } });
  });

  it('changes nothing in a dry run', async () => {
    const path = await workload();
    const type = 'application/merge-patch+json';
    const body = { spec: { replicas: 7 } };
    expect((await api.send('PATCH', `${path}/scale?dryRun=All`, { body, type })).json.spec).toEqual({ replicas: 7 });
    expect(await replicasOf(path)).toBe(2);
  });

  it('says what is not there', async () => {
    const { json } = await api.send('GET', `${apps}/deployments/nope/scale`);
    expect(json).toMatchObject({ code: 404, message: 'deployments.apps "nope" not found' });
    expect((await api.send('GET', `${apps}/daemonsets/nope/scale`)).status).toBe(404);
  });

  it('is shown as a table', async () => {
    const path = await workload();
    const { json } = await api.send('GET', `${path}/scale`, { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' });
    const { rows } = json as unknown as { rows: { cells: unknown[] }[] };
    expect(rows[0]?.cells.slice(1, 3)).toEqual([2, 0]);
  });
});
