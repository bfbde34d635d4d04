import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEnvelope } from '@wherry/api/encoding';
import { ConfigMap } from '@wherry/api/core-v1';
import { writeProtobuf } from '@wherry/api/schema';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import type { Storage } from '../storage/storage.ts';
import type { WriterRegister } from '../storage/writers/writer-register.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
/** How many generated names turn out to be taken. */
let collisions = 0;
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
      const key = txn.compare[0]?.key ?? '';
      if (collisions === 0 || !key.includes('/collides-')) return memory.txn(txn);
      collisions -= 1;
      const value = Buffer.from('{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x"}}');
      return { ok: false, revision: 1, current: [{ key, value, revision: 1 }] };
    },
  };
  api = await startTestApi({ storage });
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

const create = (body: unknown, path = MAPS) => api.send('POST', path, { body });
const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: 'a', image: 'b' }] } });

describe('a new object', () => {
  it('gets what only the server gives: uid, time, revision and namespace', async () => {
    const { status, json } = await create({ metadata: { name: 'new' }, data: { a: '1' } });
    expect(status).toBe(201);
    expect(json).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1', data: { a: '1' } });
    expect(json.metadata).toEqual({
      name: 'new',
      namespace: 'default',
      uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      resourceVersion: expect.stringMatching(/^\d+$/),
      creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect((await api.send('GET', `${MAPS}/new`)).json).toEqual(json);
  });

  it('has none of what clients cannot say', async () => {
    const metadata = {
      name: 'forged',
      uid: 'mine',
      creationTimestamp: '2001-01-01T00:00:00Z',
      deletionTimestamp: '2001-01-01T00:00:00Z',
      deletionGracePeriodSeconds: 30,
      selfLink: '/x',
      managedFields: [{ manager: 'x', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }],
    };
    const { json } = await create({ metadata });
    expect(Object.keys(json.metadata).toSorted()).toEqual(
      ['creationTimestamp', 'name', 'namespace', 'resourceVersion', 'uid'].toSorted(),
    );
    expect(json.metadata.uid).not.toBe('mine');
    expect(json.metadata.creationTimestamp).not.toMatch(/^2001/);
  });

  it('counts its generation from one and begins without status where it has them', async () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'b' }] } };
    const spec = { selector: { matchLabels: { a: 'b' } }, template };
    const status = { replicas: 7, observedGeneration: 9 };
    const { json } = await create({ metadata: { name: 'counted', generation: 12 }, spec, status }, DEPLOYMENTS);
    expect(json.metadata.generation).toBe(1);
    expect(json.status).toEqual({});
  });

  it('keeps its status when it is a Node, which says by itself what it is', async () => {
    const { json } = await create({ metadata: { name: 'n1' }, status: { capacity: { cpu: '4' } } }, '/api/v1/nodes');
    expect(json.status).toMatchObject({ capacity: { cpu: '4' } });
  });
});

describe('names', () => {
  it('that are taken are refused', async () => {
    await create({ metadata: { name: 'taken' } });
    const { status, json } = await create({ metadata: { name: 'taken' } });
    expect(status).toBe(409);
    expect(json).toMatchObject({
      reason: 'AlreadyExists',
      message: 'configmaps "taken" already exists',
      details: { name: 'taken', kind: 'configmaps' },
    });
  });

  it('that are taken by what is being deleted are refused with a hint', async () => {
    await create({ metadata: { name: 'leaving', finalizers: ['x.io/y'] } });
    await api.send('DELETE', `${MAPS}/leaving`);
    const { status, json } = await create({ metadata: { name: 'leaving' } });
    expect([status, json.message]).toEqual([409, 'object is being deleted: configmaps "leaving" already exists']);
  });

  it('are generated from a beginning, with five characters more', async () => {
    const { json } = await create({ metadata: { generateName: 'gen-' } });
    expect(json.metadata.name).toMatch(/^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(json.metadata.generateName).toBe('gen-');
  });

  it('are generated anew when they are taken, eight times', async () => {
    collisions = 7;
    expect((await create({ metadata: { generateName: 'collides-' } })).status).toBe(201);
    collisions = 8;
    const { status, json } = await create({ metadata: { generateName: 'collides-' } });
    expect([status, json.reason, json.details?.['retryAfterSeconds']]).toEqual([409, 'AlreadyExists', 1]);
    expect(json.message).toMatch(
      /^configmaps "collides-.{5}" already exists, the server was not able to generate a unique name for the object$/,
    );
  });

  it('that are given count more than a beginning, and a taken one is answered as if it had been generated', async () => {
    await create({ metadata: { name: 'both' } });
    const { status, json } = await create({ metadata: { name: 'both', generateName: 'gen-' } });
    expect([status, json.message]).toEqual([
      409,
      'configmaps "both" already exists, the server was not able to generate a unique name for the object',
    ]);
  });

  it.each([
    ['no name', {}, 'metadata.name: Required value: name or generateName is required'],
    ['a slash', { name: 'a/b' }, 'metadata.name: Invalid value: "a/b": a lowercase RFC 1123 subdomain must'],
    ['capitals', { name: 'A' }, 'metadata.name: Invalid value: "A": a lowercase RFC 1123 subdomain must'],
    ['254 characters', { name: 'a'.repeat(254) }, 'must be no more than 253 characters'],
    ['a bad beginning', { generateName: 'A_' }, 'metadata.generateName: Invalid value: "A_"'],
    ['a finalizer without a domain', { name: 'f', finalizers: ['x'] }, 'metadata.finalizers[0]: Invalid value: "x"'],
  ])('%s is refused', async (_name, metadata, message) => {
    const { status, json } = await create({ metadata });
    expect([status, json.reason]).toEqual([422, 'Invalid']);
    expect(json.message).toContain(message);
  });

  it('of kinds whose own rule allows anything still have to fit into a path', async () => {
    const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    const { status, json } = await create({ metadata: { name: '..' }, spec: {} }, path);
    expect(status).toBe(422);
    expect(json.message).toContain('spec.');
  });
});

describe('places', () => {
  it.each([
    [
      'another namespace than the path says is refused',
      { name: 'a', namespace: 'kube-system' },
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    ['a namespace that does not exist is refused', {}, 404, 'namespaces "nowhere" not found'],
  ])('%s', async (_name, metadata, status, message) => {
    const path = status === 404 ? '/api/v1/namespaces/nowhere/configmaps' : MAPS;
    const answer = await create({ metadata: { name: 'x', ...metadata } }, path);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });

  it('a namespace counts for nothing where there are none', async () => {
    const { status, json } = await create({ metadata: { name: 'spaced', namespace: 'default' } }, '/api/v1/namespaces');
    expect(status).toBe(201);
    expect(json.metadata).not.toHaveProperty('namespace');
  });
});

describe('a resourceVersion', () => {
  it.each([
    ['is the server’s own business', '7', 500, 'resourceVersion should not be set on objects to be created'],
    ['of zero is none', '0', 201, undefined],
  ])('%s', async (_name, resourceVersion, status, message) => {
    const answer = await create({ metadata: { name: `version-${status}`, resourceVersion } });
    expect([answer.status, answer.json.message]).toEqual([status, message]);
  });
});

describe('dry run', () => {
  it('answers as if, and does nothing', async () => {
    const { status, json } = await api.send('POST', `${MAPS}?dryRun=All`, { body: { metadata: { name: 'dry' } } });
    expect([status, json.metadata.name]).toEqual([201, 'dry']);
    expect(json.metadata.uid).not.toBe('');
    expect(json.metadata.resourceVersion).toBeUndefined();
    expect((await api.send('GET', `${MAPS}/dry`)).status).toBe(404);
  });

  it('finds names taken', async () => {
    await create({ metadata: { name: 'dry-taken' } });
    const { status } = await api.send('POST', `${MAPS}?dryRun=All`, { body: { metadata: { name: 'dry-taken' } } });
    expect(status).toBe(409);
  });
});

describe('options', () => {
  it.each([
    ['dryRun=Some', 'dryRun: Unsupported value: ["Some"]: supported values: "All"'],
    [
      'fieldValidation=Loose',
      'fieldValidation: Unsupported value: "Loose": supported values: "", "Ignore", "Strict", "Warn"',
    ],
    [`fieldManager=${'x'.repeat(129)}`, 'fieldManager: Too long: may not be more than 128 bytes'],
    ['fieldManager=a%0Ab', 'fieldManager: Invalid value: "a\\nb": invalid character U+000A (at position 1)'],
  ])('%s', async (query, message) => {
    const answer = await api.send('POST', `${MAPS}?${query}`, { body: { metadata: { name: 'never' } } });
    expect([answer.status, answer.json.message]).toEqual([422, `CreateOptions.meta.k8s.io "" is invalid: ${message}`]);
  });

  it('that are wrong in two ways are told both', async () => {
    const { json } = await api.send('POST', `${MAPS}?dryRun=x&fieldValidation=y`, { body: {} });
    expect(json.message).toMatch(/^CreateOptions\.meta\.k8s\.io "" is invalid: \[dryRun: .*, fieldValidation: .*\]$/);
  });
});

describe('bodies', () => {
  const unrecognized = 'the object provided is unrecognized (must be of type ConfigMap): ';
  const json = "couldn't get version/kind; json parse error: ";
  it.each([
    ['nothing', '', `${unrecognized}${json}unexpected end of JSON input (<empty>)`],
    ['half an object', '{"metadata":', `${unrecognized}${json}unexpected end of JSON input ({"metadata":)`],
    [
      'a list',
      '[]',
      /^the object provided is unrecognized .*json: cannot unmarshal array into Go value of type struct/,
    ],
    [
      'a number as kind',
      '{"kind":1}',
      `${unrecognized}${json}json: cannot unmarshal number into Go struct field .kind`,
    ],
    ['three parts of a version', '{"apiVersion":"a/b/c"}', `${unrecognized}unexpected GroupVersion string: a/b/c`],
    [
      'another kind',
      '{"kind":"Secret","apiVersion":"v1"}',
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown',
    ],
    [
      'a kind that there is not',
      '{"kind":"Nothing","apiVersion":"v1"}',
      'Nothing in version "v1" cannot be handled as a ConfigMap: no kind "Nothing" is registered for version "v1"',
    ],
    [
      'a version that there is not',
      '{"apiVersion":"v7"}',
      'ConfigMap in version "v7" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v7"',
    ],
    [
      'a value of another type',
      '{"metadata":{"name":"x"},"data":{"a":1}}',
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field',
    ],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'the object provided is unrecognized'],
  ])('%s', async (_name, body, message) => {
    const answer = await api.send('POST', MAPS, { body });
    expect([answer.status, answer.json.reason]).toEqual([400, 'BadRequest']);
    if (typeof message === 'string') expect(answer.json.message).toContain(message);
    else expect(answer.json.message).toMatch(message);
  });

  it('of a type that is not read are refused before anything else', async () => {
    const { status, json: answer } = await api.send('POST', MAPS, { body: 'x', type: 'text/plain' });
    expect([status, answer.message]).toEqual([
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json, ' +
        'application/yaml, application/vnd.kubernetes.protobuf',
    ]);
  });

  it('may name a charset, or no type at all', async () => {
    const type = 'Application/JSON; charset=utf-8';
    const named = await api.send('POST', MAPS, { body: { metadata: { name: 'charset' } }, type });
    const headers = { 'Content-Length': '32' };
    expect(named.status).toBe(201);
    expect((await api.send('POST', MAPS, { body: '{"metadata":{"name":"untyped1"}}', type: '', headers })).status).toBe(
      201,
    );
  });

  it('without kind and version are taken to be what the path says', async () => {
    expect((await create({ metadata: { name: 'untyped' } })).json).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
    });
  });

  it('may be protobuf, and are answered as JSON', async () => {
    const message = { metadata: { name: 'binary' }, data: { a: '1' } };
    const body = Buffer.from(
      encodeEnvelope({ apiVersion: 'v1', kind: 'ConfigMap' }, (writer) => writeProtobuf(ConfigMap, message, writer)),
    );
    const { status, json: answer } = await api.send('POST', MAPS, {
      body,
      type: 'application/vnd.kubernetes.protobuf',
    });
    expect([status, answer.metadata.name, answer.data]).toEqual([201, 'binary', { a: '1' }]);
  });

  it('may be YAML, in which keys given twice are found by line', async () => {
    const body = 'metadata:\n  name: yaml\ndata:\n  a: "1"\n  a: "2"\n';
    const type = 'application/yaml';
    const { status, json: answer, warnings } = await api.send('POST', MAPS, { body, type });
    expect([status, answer.data, warnings]).toEqual([201, { a: '2' }, ['line 5: key "a" already set in map']]);
    const strict = await api.send('POST', `${MAPS}?fieldValidation=Strict`, { body, type });
    expect(strict.json.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n' +
        '  line 5: key "a" already set in map',
    );
  });
});

describe('unknown and repeated fields', () => {
  const body = (name: string): string => `{"metadata":{"name":"${name}","x":1},"data":{"a":"1","a":"2"},"y":2}`;
  const send = (name: string, query = '') => api.send('POST', MAPS + query, { body: body(name) });
  const faults = ['unknown field "metadata.x"', 'duplicate field "data.a"', 'unknown field "y"'];

  it('are warned of', async () => {
    const { status, warnings } = await send('loose');
    expect([status, warnings]).toEqual([201, faults]);
  });

  it('are passed over when the client says so', async () => {
    const { status, warnings, json } = await send('ignored', '?fieldValidation=Ignore');
    expect([status, warnings, json.data]).toEqual([201, [], { a: '2' }]);
  });

  it('are refused when the client says so', async () => {
    const { status, json } = await send('strict', '?fieldValidation=Strict');
    expect([status, json.message]).toEqual([
      400,
      `ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: ${faults.join(', ')}`,
    ]);
    expect((await api.send('GET', `${MAPS}/strict`)).status).toBe(404);
  });

  it('cannot fill the headers of the answer', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`unknown${i}`, 1]));
    const { status, warnings } = await create({ metadata: { name: 'many' }, ...many });
    expect([status, warnings.length]).toEqual([201, 100]);
  });
});

describe('owners', () => {
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: 'u' };

  it('that are named twice are named once, with a warning', async () => {
    const ownerReferences = [owner, { ...owner, name: 'p' }, { ...owner }];
    const { json, warnings } = await create({ metadata: { name: 'owned', ownerReferences } });
    expect(json.metadata).toMatchObject({ ownerReferences: [owner, { ...owner, name: 'p' }] });
    expect(warnings).toEqual([
      '.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may ' +
        'reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: u',
    ]);
  });
});

describe('answers', () => {
  it('are settled before anything is done', async () => {
    const body = { metadata: { name: 'unacceptable' } };
    expect((await api.send('POST', MAPS, { body, accept: 'text/html' })).status).toBe(406);
    expect((await api.send('GET', `${MAPS}/unacceptable`)).status).toBe(404);
  });

  it('carry what is questionable about the object', async () => {
    const { status, warnings } = await create(pod('dotted.name'), PODS);
    expect(status).toBe(201);
    expect(warnings.join()).toContain("this is used in the Pod's hostname");
  });
});
