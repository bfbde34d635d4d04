import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import type { Storage } from '../storage/storage.ts';
import type { WriterRegister } from '../storage/writers/writer-register.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
/** Called before each transaction, for tests that let someone else be faster. */
let beforeWrite: (() => Promise<unknown>) | undefined;
beforeAll(async () => {
  const memory = createMemoryStorage();
  const storage: Storage & WriterRegister = {
    get: (key) => memory.get(key),
    list: (options) => memory.list(options),
    watch: (options) => memory.watch(options),
    compact: (revision) => memory.compact(revision),
    currentRevision: () => memory.currentRevision(),
    enrol: (seconds) => memory.enrol(seconds),
    census: () => memory.census(),
    async txn(txn) {
      await beforeWrite?.();
      return memory.txn(txn);
    },
  };
  api = await startTestApi({ storage });
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

const patch = (path: string, type: string, body: unknown) => api.send('PATCH', path, { body, type });

async function made(name: string, data: object = {}) {
  const { json } = await api.send('POST', MAPS, { body: { metadata: { name, labels: { a: 'b' } }, data } });
  return json;
}

describe('the three kinds of patch', () => {
  it.each([
    [
      JSON_PATCH,
      [
        { op: 'replace', path: '/data/a', value: '2' },
        { op: 'remove', path: '/data/b' },
      ],
    ],
    [MERGE, { data: { a: '2', b: null } }],
    [STRATEGIC, { data: { a: '2', b: null } }],
  ])('%s changes, adds and removes', async (type, body) => {
    const name = type.split('/')[1]?.split('-')[0] ?? '';
    const before = await made(name, { a: '1', b: '1', c: '1' });
    const { status, json } = await patch(`${MAPS}/${name}`, type, body);
    expect([status, json.data]).toEqual([200, { a: '2', c: '1' }]);
    expect(json.metadata).toMatchObject({ uid: before.metadata.uid, labels: { a: 'b' } });
  });

  it('others are refused with the names of those', async () => {
    const { status, json } = await patch(`${MAPS}/json`, 'application/yaml', {});
    expect([status, json.message]).toEqual([
      415,
      `the body of the request was in an unknown format - accepted media types include: ${JSON_PATCH}, ${MERGE}, ${STRATEGIC}`,
    ]);
  });

  it('lists of objects are merged by name only by the strategic one', async () => {
    const containers = [
      { name: 'a', image: 'a:1' },
      { name: 'b', image: 'b:1' },
    ];
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers } };
    const body = { metadata: { name: 'listed' }, spec: { selector: { matchLabels: { a: 'b' } }, template } };
    await api.send('POST', DEPLOYMENTS, { body });
    const change = { spec: { template: { spec: { containers: [{ name: 'b', image: 'b:2' }] } } } };
    const images = ({ json }: Awaited<ReturnType<typeof patch>>) =>
      (json.spec as unknown as typeof body.spec).template.spec.containers.map(({ image }) => image);
    expect(images(await patch(`${DEPLOYMENTS}/listed`, STRATEGIC, change))).toEqual(['a:1', 'b:2']);
    expect(images(await patch(`${DEPLOYMENTS}/listed`, MERGE, change))).toEqual(['b:2']);
  });
});

describe('a patch', () => {
  it('that changes nothing is no write', async () => {
    const before = await made('same', { a: '1' });
    const { json } = await patch(`${MAPS}/same`, MERGE, { data: { a: '1' } });
    expect(json).toEqual(before);
  });

  it('of what is not there is refused', async () => {
    const { status, json } = await patch(`${MAPS}/missing`, MERGE, {});
    expect([status, json.message]).toEqual([404, 'configmaps "missing" not found']);
  });

  it('that is tried out changes nothing', async () => {
    const before = await made('tried', { a: '1' });
    const { json } = await patch(`${MAPS}/tried?dryRun=All`, MERGE, { data: { a: '2' } });
    expect(json.data).toEqual({ a: '2' });
    expect((await api.send('GET', `${MAPS}/tried`)).json).toEqual(before);
  });

  it('is made anew on what someone else has written meanwhile', async () => {
    await made('contended', { a: '1' });
    let others = 3;
    beforeWrite = async () => {
      if (others === 0) return;
      others -= 1;
      const other = others;
      const hook = beforeWrite;
      beforeWrite = undefined;
      await patch(`${MAPS}/contended`, MERGE, { data: { [`other${other}`]: 'x' } });
      beforeWrite = hook;
    };
    const { status, json } = await patch(`${MAPS}/contended`, MERGE, { data: { a: '2' } });
    beforeWrite = undefined;
    expect([status, json.data]).toEqual([200, { a: '2', other0: 'x', other1: 'x', other2: 'x' }]);
  });

  it('that names the state it was made from is refused when that is over', async () => {
    const before = await made('outdated', { a: '1' });
    await patch(`${MAPS}/outdated`, MERGE, { data: { a: '2' } });
    const { resourceVersion } = before.metadata;
    const { status, json } = await patch(`${MAPS}/outdated`, MERGE, {
      metadata: { resourceVersion },
      data: { a: '3' },
    });
    expect([status, json.reason]).toEqual([409, 'Conflict']);
  });

  it('may not be forced, as only server-side apply may', async () => {
    const { status, json } = await patch(`${MAPS}/same?force=true`, MERGE, {});
    expect([status, json.message]).toEqual([
      422,
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    ]);
  });

  it('of the status leaves the rest', async () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'b' }] } };
    const spec = { replicas: 1, selector: { matchLabels: { a: 'b' } }, template };
    await api.send('POST', DEPLOYMENTS, { body: { metadata: { name: 'status' }, spec } });
    const change = { spec: { replicas: 9 }, status: { replicas: 3 } };
    const { json } = await patch(`${DEPLOYMENTS}/status/status`, STRATEGIC, change);
    expect([json.spec?.['replicas'], json.status]).toEqual([1, { replicas: 3 }]);
    expect((await patch(`${DEPLOYMENTS}/status`, STRATEGIC, { status: { replicas: 4 } })).json.status).toEqual({
      replicas: 3,
    });
  });
});

describe('what a patch may not change', () => {
  const mismatch = 'the namespace of the provided object does not match the namespace sent on the request';
  it.each([
    [
      'the name',
      MERGE,
      { metadata: { name: 'b' } },
      400,
      'the name of the object (b) does not match the name on the URL (fixed)',
    ],
    [
      'the name, to none',
      MERGE,
      { metadata: { name: null } },
      400,
      'the name of the object (fixed based on URL) was undeterminable: name must be provided',
    ],
    [
      'all metadata, to none',
      MERGE,
      { metadata: null },
      400,
      'the name of the object (fixed based on URL) was undeterminable: name must be provided',
    ],
    ['the namespace', MERGE, { metadata: { namespace: 'kube-system' } }, 400, mismatch],
    ['the uid', MERGE, { metadata: { uid: 'x' } }, 422, /metadata\.uid: Invalid value: "x": field is immutable/],
    [
      'the kind',
      MERGE,
      { kind: 'Secret' },
      422,
      /^ "" is invalid: patch: Invalid value: "\{.*converting \(v1\.Secret\) to \(core\.ConfigMap\): unknown conversion$/,
    ],
    [
      'the version',
      JSON_PATCH,
      [{ op: 'replace', path: '/apiVersion', value: 'v2' }],
      422,
      /no kind "ConfigMap" is registered for version "v2"/,
    ],
  ])('%s', async (_name, type, body, status, message) => {
    await made('fixed');
    const answer = await patch(`${MAPS}/fixed`, type, body);
    expect(answer.status).toBe(status);
    if (typeof message === 'string') expect(answer.json.message).toBe(message);
    else expect(answer.json.message).toMatch(message);
  });

  it('but a strategic one may say any kind, which goes for nothing', async () => {
    await made('typed');
    const { status, json } = await patch(`${MAPS}/typed`, STRATEGIC, { kind: 'Secret', apiVersion: 'v9' });
    expect([status, json.kind, json.apiVersion]).toEqual([200, 'ConfigMap', 'v1']);
  });

  it('and the time of creation stays what it was', async () => {
    const before = await made('timed');
    const change = { metadata: { creationTimestamp: '2001-01-01T00:00:00Z' } };
    const { status, json } = await patch(`${MAPS}/timed`, MERGE, change);
    expect([status, json.metadata.creationTimestamp]).toEqual([200, before.metadata.creationTimestamp]);
  });
});

describe('patches that make no sense', () => {
  const rejected = 'the server rejected our request due to an error in our request';
  it.each([
    ['a failed test', JSON_PATCH, [{ op: 'test', path: '/data', value: {} }], 422, rejected],
    ['a path that is not there', JSON_PATCH, [{ op: 'remove', path: '/data/nothing' }], 422, rejected],
    ['an unknown operation', JSON_PATCH, [{ op: 'juggle', path: '/data' }], 422, rejected],
    [
      'an object for a list',
      JSON_PATCH,
      {},
      400,
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    ],
    [
      'too many operations',
      JSON_PATCH,
      Array.from({ length: 10_001 }, () => ({ op: 'test', path: '' })),
      413,
      'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    ],
    [
      'a list for an object',
      MERGE,
      [],
      400,
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    [
      'a list for an object',
      STRATEGIC,
      [],
      400,
      'json: cannot unmarshal array into Go value of type map[string]interface {}',
    ],
    ['half a document', MERGE, '{"data":', 400, 'error decoding patch: unexpected end of JSON input'],
    [
      'a value of another type',
      MERGE,
      { data: { a: 1 } },
      422,
      /^ "" is invalid: patch: Invalid value: "\{.*cannot unmarshal number into Go struct field ConfigMap\.data of type string$/,
    ],
    [
      'a value of another type',
      STRATEGIC,
      { data: { a: 1 } },
      422,
      ' "" is invalid: patch: Invalid value: "map[data:map[a:1]]": cannot convert int64 to string',
    ],
  ])('%s in %s', async (_name, type, body, status, message) => {
    await made('senseless', { a: '1' });
    const answer = await patch(`${MAPS}/senseless`, type, body);
    expect(answer.status).toBe(status);
    if (typeof message === 'string') expect(answer.json.message).toBe(message);
    else expect(answer.json.message).toMatch(message);
  });
});

describe('unknown and repeated fields in patches', () => {
  const body = '{"x":1,"data":{"a":"1","a":"2"}}';

  it('are warned of', async () => {
    await made('loose');
    const { status, warnings } = await patch(`${MAPS}/loose`, MERGE, body);
    expect([status, warnings]).toEqual([200, ['duplicate field "data.a"', 'unknown field "x"']]);
  });

  it('are refused when the client says so', async () => {
    await made('strict');
    const { status, json } = await patch(`${MAPS}/strict?fieldValidation=Strict`, STRATEGIC, body);
    expect([status, json.message]).toEqual([
      422,
      ' "" is invalid: patch: Invalid value: "map[data:map[a:2] x:1]": strict decoding error: duplicate field "data.a", ' +
        'unknown field "x"',
    ]);
  });

  it('of operations are named by their place', async () => {
    await made('operations');
    const operations = [{ op: 'add', path: '/data', value: {}, extra: 1 }];
    const { warnings } = await patch(`${MAPS}/operations`, JSON_PATCH, operations);
    expect(warnings).toEqual(['json patch unknown field "[0].extra"']);
  });
});
