import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPod } from '../../testing/node-and-pod.ts';
import { startTestApi, type TestApi } from '../../testing/start-test-api.ts';
import type { TestDocument } from '../../testing/test-client.ts';

let api: TestApi;
const pods = '/api/v1/namespaces/default/pods';
const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
const merge = 'application/merge-patch+json';

beforeAll(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/nodes', { body: { metadata: { name: 'n1' } } });
});
afterAll(() => api.stop());

let count = 0;
const isReady = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

/** Makes a pod with labels of its own, and a budget for it when one is given. */
async function pod({ status = isReady, budget }: { status?: object; budget?: object } = {}): Promise<string> {
  count += 1;
  const name = `p${count}`;
  await createPod(api, { name, node: 'n1', labels: { app: name }, status });
  if (budget !== undefined) await makeBudget(name, { app: name, status: budget });
  return name;
}

async function makeBudget(name: string, { app, status }: { app: string; status: object }): Promise<void> {
  const spec = { minAvailable: 1, selector: { matchLabels: { app } } };
  await api.send('POST', budgets, { body: { metadata: { name }, spec } });
  const counts = { currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, disruptionsAllowed: 0 };
  const body = { status: { ...counts, observedGeneration: 1, ...status } };
  const set = await api.send('PATCH', `${budgets}/${name}/status`, { body, type: merge });
  expect([set.status, set.text]).toEqual([200, set.text]);
}

const evict = (
  name: string,
  { query = '', ...given }: { query?: string; apiVersion?: string; deleteOptions?: object } = {},
) =>
  api.send('POST', `${pods}/${name}/eviction${query}`, {
    body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, ...given },
  });
const get = async (path: string): Promise<TestDocument> => (await api.send('GET', path)).json;
const budgetOf = async (name: string) => (await get(`${budgets}/${name}`)).status as Record<string, unknown>;

describe('pods/eviction', () => {
  it('deletes a pod that no budget counts, and says why it goes', async () => {
    const name = await pod();
    const { status, json } = await evict(name);
    expect([status, json]).toEqual([
      201,
      { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    ]);
    const gone = await get(`${pods}/${name}`);
    expect(gone.metadata.deletionTimestamp).toBeDefined();
    expect(gone.status).toMatchObject({
      conditions: [
        { type: 'Ready' },
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'EvictionByEvictionAPI',
          message: 'Eviction API: evicting',
        },
      ],
    });
  });

  it('takes the older version of the request, and its options', async () => {
    const name = await pod();
    const deleteOptions = { gracePeriodSeconds: 0 };
    expect((await evict(name, { apiVersion: 'policy/v1beta1', deleteOptions })).status).toBe(201);
    expect((await get(`${pods}/${name}`)).code).toBe(404);
  });

  it('takes its part of the budget', async () => {
    const name = await pod({ budget: { disruptionsAllowed: 1 } });
    expect((await evict(name)).status).toBe(201);
    const status = await budgetOf(name);
    expect(status['disruptionsAllowed']).toBe(0);
    expect(Object.keys(status['disruptedPods'] as object)).toEqual([name]);
    expect((await get(`${pods}/${name}`)).metadata.deletionTimestamp).toBeDefined();
  });

  it('is refused when the budget is spent', async () => {
    const name = await pod({ budget: { disruptionsAllowed: 0 } });
    const { status, json } = await evict(name);
    expect(status).toBe(429);
    expect(json).toMatchObject({
      reason: 'TooManyRequests',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: `The disruption budget ${name} needs 1 healthy pods and has 1 currently`,
          },
        ],
      },
    });
    expect((await get(`${pods}/${name}`)).metadata.deletionTimestamp).toBeUndefined();
  });

  it('says when to come again while the budget is not computed', async () => {
    const name = await pod({ budget: { disruptionsAllowed: 1, observedGeneration: 0 } });
    const { status, headers } = await evict(name);
    expect([status, headers['retry-after']]).toEqual([429, '10']);
  });

  it('is not decided when two budgets count the pod', async () => {
    const name = await pod({ budget: { disruptionsAllowed: 1 } });
    await makeBudget(`${name}-2`, { app: name, status: { disruptionsAllowed: 1 } });
    expect((await evict(name)).json).toMatchObject({
      code: 500,
      message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    });
  });

  it('lets no more pods go than the budget has, however many ask at once', async () => {
    const names = await Promise.all(Array.from({ length: 8 }, () => pod()));
    for (const name of names) {
      await api.send('PATCH', `${pods}/${name}`, { body: { metadata: { labels: { app: 'many' } } }, type: merge });
    }
    await makeBudget('many', { app: 'many', status: { disruptionsAllowed: 3, currentHealthy: 8, desiredHealthy: 5 } });
    const codes = (await Promise.all(names.map((name) => evict(name)))).map(({ status }) => status);
    expect(codes.filter((code) => code === 201)).toHaveLength(3);
    expect(codes.filter((code) => code === 429)).toHaveLength(5);
    expect((await budgetOf('many'))['disruptionsAllowed']).toBe(0);
  });

  it.each(['Pending', 'Succeeded', 'Failed'])('asks no budget for a pod that is %s', async (phase) => {
    const name = await pod({ status: { phase }, budget: { disruptionsAllowed: 0 } });
    expect((await evict(name)).status).toBe(201);
    expect((await budgetOf(name))['disruptedPods']).toBeUndefined();
  });

  it('costs the budget nothing when the pod is not ready and others suffice', async () => {
    const name = await pod({ status: { phase: 'Running' }, budget: { disruptionsAllowed: 0 } });
    expect((await evict(name)).status).toBe(201);
    expect((await budgetOf(name))['disruptedPods']).toBeUndefined();
  });

  it.each([
    ['by the query', { query: '?dryRun=All' }],
    ['by the options', { deleteOptions: { dryRun: ['All'] } }],
  ])('changes nothing in a dry run, said %s', async (_name, given) => {
    const name = await pod({ budget: { disruptionsAllowed: 1 } });
    const before = await get(`${pods}/${name}`);
    expect((await evict(name, given)).status).toBe(201);
    expect(await get(`${pods}/${name}`)).toEqual(before);
    expect((await budgetOf(name))['disruptionsAllowed']).toBe(1);
    const spent = await pod({ budget: { disruptionsAllowed: 0 } });
    expect((await evict(spent, given)).status).toBe(429);
  });

  it('holds the client to its preconditions', async () => {
    const name = await pod();
    const wrong = await evict(name, { deleteOptions: { preconditions: { uid: 'other' } } });
    expect(wrong.json).toMatchObject({ code: 409, reason: 'Conflict' });
    const old = await evict(name, { deleteOptions: { preconditions: { resourceVersion: '1' } } });
    expect(old.json.code).toBe(409);
    expect((await get(`${pods}/${name}`)).status).not.toMatchObject({ conditions: [{}, { type: 'DisruptionTarget' }] });
    const { resourceVersion } = (await get(`${pods}/${name}`)).metadata;
    expect((await evict(name, { deleteOptions: { preconditions: { resourceVersion } } })).status).toBe(201);
  });

  it.each([
    ['another name', { metadata: { name: 'other' } }, 400, 'name in URL does not match name in Eviction object'],
    ['another kind', { kind: 'Pod', apiVersion: 'v1' }, 400, /cannot be handled as a Eviction/],
  ])('refuses %s', async (_name, given, code, message) => {
    const name = await pod();
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, ...given };
    const { json } = await api.send('POST', `${pods}/${name}/eviction`, { body });
    expect(json.code).toBe(code);
    expect(json.message).toMatch(message);
  });

  it('does not know a pod that is not there', async () => {
    expect((await evict('absent')).json.message).toBe('pods "absent" not found');
  });
});
