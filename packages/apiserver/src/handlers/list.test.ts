import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
/** The revision before the last of the maps of the fixture was made. */
let early: string;
beforeAll(async () => {
  api = await startTestApi();
  for (const [name, tier] of [
    ['a', 'x'],
    ['b', 'y'],
    ['c', 'x'],
    ['d', 'y'],
    ['e', 'x'],
  ] as const) {
    if (name === 'e') early = (await list()).metadata.resourceVersion;
    await api.send('POST', MAPS, { body: { metadata: { name, labels: { tier } } } });
  }
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';
const get = (query = '') => api.send('GET', MAPS + query);
const list = async (query = '') => (await get(query)).json;
const names = async (query = ''): Promise<string[]> => (await list(query)).items.map(({ metadata }) => metadata.name);

describe('a list', () => {
  it('shows all objects with the revision that it shows', async () => {
    const { kind, apiVersion, metadata, items } = await list();
    expect([kind, apiVersion]).toEqual(['ConfigMapList', 'v1']);
    expect(metadata).toEqual({ resourceVersion: expect.stringMatching(/^\d+$/) });
    expect(items.map((item) => item.metadata.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('of nothing has an empty list of items', async () => {
    const { status, json } = await api.send('GET', '/api/v1/namespaces/nowhere/configmaps');
    expect([status, json.items]).toEqual([200, []]);
  });

  it('goes over all namespaces without one', async () => {
    const { json } = await api.send('GET', '/api/v1/configmaps');
    expect(json.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('selectors', () => {
  it.each([
    ['a label', 'labelSelector=tier%3Dx', ['a', 'c', 'e']],
    ['the absence of a label', 'labelSelector=%21tier', []],
    ['labels that every object of JavaScript has', 'labelSelector=constructor', []],
    ['an empty one', 'labelSelector=', ['a', 'b', 'c', 'd', 'e']],
    ['a name', 'fieldSelector=metadata.name%3Db', ['b']],
    ['all but a name', 'fieldSelector=metadata.name%21%3Db', ['a', 'c', 'd', 'e']],
    ['a name and a label that fit', 'fieldSelector=metadata.name%3Da&labelSelector=tier%3Dx', ['a']],
    ['a name and a label that do not', 'fieldSelector=metadata.name%3Da&labelSelector=tier%3Dy', []],
    ['two names', 'fieldSelector=metadata.name%3Da%2Cmetadata.name%3Db', []],
    ['a name that can be none', 'fieldSelector=metadata.name%3D..%2Fa', []],
    ['the namespace', 'fieldSelector=metadata.namespace%3Ddefault', ['a', 'b', 'c', 'd', 'e']],
    ['another namespace', 'fieldSelector=metadata.namespace%3Dother', []],
  ])('%s', async (_name, query, expected) => {
    expect(await names(`?${query}`)).toEqual(expected);
  });

  it('a namespace narrows a list over all of them', async () => {
    await api.send('POST', '/api/v1/namespaces/kube-public/configmaps', { body: { metadata: { name: 'public' } } });
    const path = '/api/v1/configmaps?fieldSelector=metadata.namespace%3Dkube-public';
    expect((await api.send('GET', path)).json.items.map(({ metadata }) => metadata.name)).toEqual(['public']);
    const named = `${path}%2Cmetadata.name%3Dpublic`;
    expect((await api.send('GET', named)).json.items).toHaveLength(1);
    await api.send('DELETE', '/api/v1/namespaces/kube-public/configmaps/public');
  });

  it.each([
    [MAPS, 'labelSelector=a%20b', /^unable to parse requirement: |^found 'b', expected/],
    [MAPS, 'fieldSelector=a', "invalid selector: 'a'; can't understand 'a'"],
    [
      MAPS,
      'fieldSelector=data%3Dx',
      '"data" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ['/api/v1/pods', 'fieldSelector=spec.x%3Dx', 'field label not supported: spec.x'],
    ['/api/v1/namespaces', 'fieldSelector=metadata.namespace%3Dx', 'field label not supported: metadata.namespace'],
    ['/apis/batch/v1/jobs', 'fieldSelector=x%3Dx', 'field label "x" not supported for batchv1.Job'],
    [
      '/apis/resource.k8s.io/v1/resourceslices',
      'fieldSelector=x%3Dx',
      'field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: x',
    ],
  ])('%s?%s is refused', async (path, query, message) => {
    const { status, json } = await api.send('GET', `${path}?${query}`);
    expect(status).toBe(400);
    if (typeof message === 'string') expect(json.message).toBe(message);
    else expect(json.message).toMatch(message);
  });

  it('by fields of the kind are found', async () => {
    const containers = [{ name: 'a', image: 'b' }];
    const path = '/api/v1/namespaces/default/pods';
    for (const nodeName of ['n1', 'n2']) {
      await api.send('POST', path, { body: { metadata: { name: `on-${nodeName}` }, spec: { nodeName, containers } } });
    }
    const found = async (selector: string) => {
      const { json } = await api.send('GET', `${path}?fieldSelector=${encodeURIComponent(selector)}`);
      return json.items.map(({ metadata }) => metadata.name);
    };
    expect(await found('spec.nodeName=n1')).toEqual(['on-n1']);
    expect(await found('spec.nodeName!=n1')).toEqual(['on-n2']);
    expect(await found('spec.nodeName=n1,status.phase=Running')).toEqual([]);
    expect(await found('spec.nodeName=n1,metadata.name=on-n1')).toEqual(['on-n1']);
    expect(await found('spec.nodeName=n2,metadata.name=on-n1')).toEqual([]);
  });
});

describe('revisions of lists', () => {
  it('0 is whatever is at hand', async () => {
    expect(await names('?resourceVersion=0')).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('a past one is at least that one', async () => {
    expect(await names(`?resourceVersion=${early}`)).toHaveLength(5);
    expect(await names(`?resourceVersion=${early}&resourceVersionMatch=NotOlderThan`)).toHaveLength(5);
    expect(await names(`?resourceVersion=${early}&resourceVersionMatch=NotOlderThan&limit=5`)).toHaveLength(5);
  });

  it('a past one is exactly that one when the client says so, or wants pages', async () => {
    const exact = await list(`?resourceVersion=${early}&resourceVersionMatch=Exact`);
    expect(exact.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c', 'd']);
    expect(exact.metadata.resourceVersion).toBe(early);
    expect(await names(`?resourceVersion=${early}&limit=9`)).toEqual(['a', 'b', 'c', 'd']);
    expect(await names(`?resourceVersion=${early}&resourceVersionMatch=Exact&fieldSelector=metadata.name%3De`)).toEqual(
      [],
    );
  });

  const invalid = 'ListOptions.meta.k8s.io "" is invalid: ';
  it.each([
    [
      'resourceVersionMatch=Exact',
      422,
      `${invalid}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided`,
    ],
    [
      'resourceVersion=0&resourceVersionMatch=Exact',
      422,
      `${invalid}resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
    ],
    [
      'resourceVersion=1&resourceVersionMatch=Near',
      422,
      `${invalid}resourceVersionMatch: Unsupported value: "Near": supported values: "Exact", "NotOlderThan", ""`,
    ],
    [
      'resourceVersionMatch=Exact&continue=x',
      422,
      `${invalid}[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, ` +
        'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided]',
    ],
    ['sendInitialEvents=true', 422, `${invalid}sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list`],
    [
      'resourceVersion=x',
      400,
      'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ],
    ['limit=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['limit=99999999999999999999', 400, 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
  ])('%s', async (query, status, message) => {
    const answer = await get(`?${query}`);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });

  it('what is still to come is not waited for long', async () => {
    const queries = ['resourceVersion=99999999', 'resourceVersion=99999999&resourceVersionMatch=Exact'];
    const answers = await Promise.all(queries.map((query) => get(`?${query}`)));
    for (const { status, json, headers } of answers) {
      expect([status, headers['retry-after']]).toEqual([504, '1']);
      expect(json).toMatchObject({
        reason: 'Timeout',
        message: expect.stringMatching(/^Timeout: Too large resource version: 99999999, current: \d+$/),
        details: {
          retryAfterSeconds: 1,
          causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        },
      });
    }
  });
});

describe('pages', () => {
  it('follow each other over changes and show one state', async () => {
    const first = await list('?limit=2');
    expect(first.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(first.metadata.remainingItemCount).toBe(3);
    await api.send('POST', MAPS, { body: { metadata: { name: 'c2' } } });
    await api.send('DELETE', `${MAPS}/d`);
    const second = await list(`?limit=2&continue=${first.metadata.continue ?? ''}`);
    expect(second.items.map(({ metadata }) => metadata.name)).toEqual(['c', 'd']);
    expect(second.metadata).toMatchObject({
      resourceVersion: first.metadata.resourceVersion,
      remainingItemCount: 1,
    });
    const third = await list(`?limit=2&continue=${second.metadata.continue ?? ''}`);
    expect(third.items.map(({ metadata }) => metadata.name)).toEqual(['e']);
    expect(third.metadata.continue).toBeUndefined();
    await api.send('DELETE', `${MAPS}/c2`);
    await api.send('POST', MAPS, { body: { metadata: { name: 'd', labels: { tier: 'y' } } } });
  });

  it('of what a selector selects do not say how many remain', async () => {
    const first = await list('?limit=2&labelSelector=tier%3Dx');
    expect(first.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'c']);
    expect(first.metadata.continue).not.toBe('');
    expect(first.metadata.remainingItemCount).toBeUndefined();
    const token = first.metadata.continue ?? '';
    expect(await names(`?limit=2&labelSelector=tier%3Dx&continue=${token}`)).toEqual(['e']);
  });

  const token = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const v = 'meta.k8s.io/v1';
  it.each([
    ['no base64 of JSON', 'x!', /^invalid continue token: continue key is not valid: /],
    ['no object', token(7), /^invalid continue token: continue key is not valid/],
    [
      'another version',
      token({ v: 'x', rv: 1, start: 'a' }),
      'invalid continue token: continue key is not valid: server does not recognize this encoded version x',
    ],
    [
      'no revision',
      token({ v, start: 'a\0' }),
      'invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
    ],
    [
      'no start',
      token({ v, rv: 1 }),
      'invalid continue token: continue key is not valid: encoded start key empty (version meta.k8s.io/v1)',
    ],
    [
      'a way out of the collection',
      token({ v, rv: -1, start: '../secrets/a\0' }),
      'invalid continue token: continue key is not valid: ../secrets/a\0',
    ],
    [
      'an absolute start',
      token({ v, rv: -1, start: '/../x\0' }),
      'invalid continue token: continue key is not valid: /../x\0',
    ],
  ])('a token with %s is refused', async (_name, text, message) => {
    const { status, json } = await get(`?continue=${text}`);
    expect(status).toBe(400);
    if (typeof message === 'string') expect(json.message).toBe(message);
    else expect(json.message).toMatch(message);
  });

  it('a token and a revision contradict each other', async () => {
    const { metadata } = await list('?limit=1');
    const { status, json } = await get(`?limit=1&continue=${metadata.continue ?? ''}&resourceVersion=5`);
    expect([status, json.message]).toEqual([400, 'specifying resource version is not allowed when using continue']);
    expect((await get(`?limit=1&continue=${metadata.continue ?? ''}&resourceVersion=0`)).status).toBe(200);
  });
});

describe('what is too old', () => {
  it('is refused, and of pages the rest can be had all the same', async () => {
    const storage = createMemoryStorage();
    const server = await startTestApi({ storage });
    const send = (query: string) => server.send('GET', MAPS + query);
    for (const name of ['a', 'b', 'c']) await server.send('POST', MAPS, { body: { metadata: { name } } });
    const { json: first } = await send('?limit=1');
    // As many states as the cache keeps at hand, and more.
    for (let i = 0; i < 12; i += 1) {
      await server.send('POST', MAPS, { body: { metadata: { name: `z${i}` } } });
      await send('?limit=1');
    }
    await storage.compact(await storage.currentRevision());
    const expired = await send(`?limit=1&continue=${first.metadata.continue ?? ''}`);
    expect([expired.status, expired.json.reason]).toEqual([410, 'Expired']);
    expect(expired.json.message).toMatch(/^The provided continue parameter is too old to display a consistent list/);
    const rest = await send(`?continue=${expired.json.metadata.continue ?? ''}`);
    expect(rest.json.items.slice(0, 3).map(({ metadata }) => metadata.name)).toEqual(['b', 'c', 'z0']);
    const exact = await send(`?resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`);
    expect([exact.status, exact.json.message]).toEqual([410, 'The resourceVersion for the provided list is too old.']);
    await server.stop();
  });
});
