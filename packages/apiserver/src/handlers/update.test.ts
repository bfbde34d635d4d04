import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const REPLICA_SETS = '/apis/apps/v1/namespaces/default/replicasets';
const PODS = '/api/v1/namespaces/default/pods';

const get = (path: string) => api.send('GET', path);
const put = (path: string, body: unknown) => api.send('PUT', path, { body });

/** A new object, as the server answers. */
async function made(
  path: string,
  name: string,
  { metadata = {}, ...rest }: { metadata?: object; [field: string]: unknown } = {},
) {
  const { status, json } = await api.send('POST', path, { body: { ...rest, metadata: { name, ...metadata } } });
  if (status !== 201) throw new Error(`Cannot make ${name}: ${json.message ?? ''}`);
  return json;
}
const workload = (replicas = 1) => ({
  spec: {
    replicas,
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
  },
});

describe('an update', () => {
  it('replaces what was there', async () => {
    const before = await made(MAPS, 'replaced', { data: { a: '1' } });
    const { status, json } = await put(`${MAPS}/replaced`, { ...before, data: { b: '2' } });
    expect([status, json.data]).toEqual([200, { b: '2' }]);
    expect(Number(json.metadata.resourceVersion)).toBeGreaterThan(Number(before.metadata.resourceVersion));
  });

  it('made from an old state is refused', async () => {
    const before = await made(MAPS, 'outdated');
    await put(`${MAPS}/outdated`, { ...before, data: { a: '1' } });
    const { status, json } = await put(`${MAPS}/outdated`, { ...before, data: { a: '2' } });
    expect([status, json.reason, json.message]).toEqual([
      409,
      'Conflict',
      'Operation cannot be fulfilled on configmaps "outdated": the object has been modified; please apply your changes ' +
        'to the latest version and try again',
    ]);
    expect((await get(`${MAPS}/outdated`)).json.data).toEqual({ a: '1' });
  });

  it('that does not say what it was made from is made from what is there', async () => {
    await made(MAPS, 'unconditional', { data: { a: '1' } });
    const { status, json } = await put(`${MAPS}/unconditional`, { metadata: { name: 'unconditional' } });
    expect([status, json.data]).toEqual([200, undefined]);
  });

  it('has to say so for kinds that are locks', async () => {
    await made(LEASES, 'lock');
    const { status, json } = await put(`${LEASES}/lock`, { metadata: { name: 'lock' } });
    expect([status, json.message]).toEqual([
      422,
      'leases.coordination.k8s.io "lock" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    ]);
  });

  it('that changes nothing is no write', async () => {
    const before = await made(MAPS, 'same', { data: { a: '1' } });
    const { json } = await put(`${MAPS}/same`, { metadata: { name: 'same', labels: {} }, data: { a: '1' } });
    expect(json.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });

  it('of another object than the one of that name is refused', async () => {
    await made(MAPS, 'other');
    const { status, json } = await put(`${MAPS}/other`, { metadata: { name: 'other', uid: 'not-it' } });
    expect([status, json.reason]).toEqual([409, 'Conflict']);
    expect(json.message).toContain('Precondition failed: UID in precondition: not-it, UID in object meta: ');
  });

  it('of what is not there is refused', async () => {
    const { status, json } = await put(`${MAPS}/missing`, { metadata: { name: 'missing' } });
    expect([status, json.message]).toEqual([404, 'configmaps "missing" not found']);
  });

  it('that is tried out changes nothing', async () => {
    const before = await made(MAPS, 'tried', { data: { a: '1' } });
    const { status, json } = await put(`${MAPS}/tried?dryRun=All`, { ...before, data: { a: '2' } });
    expect([status, json.data]).toEqual([200, { a: '2' }]);
    expect((await get(`${MAPS}/tried`)).json).toEqual(before);
  });
});

describe('names', () => {
  it.each([
    ['another name', { name: 'b' }, 'the name of the object (b) does not match the name on the URL (named)'],
    ['no name', {}, 'the name of the object (named based on URL) was undeterminable: name must be provided'],
    [
      'another namespace',
      { name: 'named', namespace: 'kube-system' },
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
  ])('%s is refused', async (_name, metadata, message) => {
    const { status, json } = await put(`${MAPS}/named`, { metadata });
    expect([status, json.message]).toEqual([400, message]);
  });
});

describe('metadata', () => {
  it('that only the server writes stays as it is', async () => {
    const { metadata } = await made(MAPS, 'kept', { metadata: { generateName: 'k-' } });
    const { json } = await put(`${MAPS}/kept`, {
      metadata: { name: 'kept', creationTimestamp: '2001-01-01T00:00:00Z', generation: 9, selfLink: '/x' },
    });
    expect(json.metadata).toEqual({
      name: 'kept',
      namespace: 'default',
      uid: metadata.uid,
      creationTimestamp: metadata.creationTimestamp,
      resourceVersion: expect.any(String),
    });
  });

  it.each([
    ['a deletion by an update', { deletionTimestamp: '2030-01-01T00:00:00Z' }, 'metadata.deletionTimestamp: Invalid'],
    ['bad labels', { labels: { 'a b': 'c' } }, 'metadata.labels: Invalid value: "a b"'],
    ['a bad finalizer', { finalizers: ['a b/c'] }, 'metadata.finalizers: Invalid value: "a b/c"'],
  ])('%s is refused', async (name, metadata, message) => {
    const called = name.replaceAll(' ', '-');
    await made(MAPS, called);
    const { status, json } = await put(`${MAPS}/${called}`, { metadata: { name: called, ...metadata } });
    expect(status).toBe(422);
    expect(json.message).toContain(message);
  });

  it('of a deleted object cannot get a new finalizer, nor lose its deletion', async () => {
    await made(MAPS, 'finalized', { metadata: { finalizers: ['a.io/b'] } });
    await api.send('DELETE', `${MAPS}/finalized`);
    const { json: deleted } = await get(`${MAPS}/finalized`);
    const { deletionTimestamp, ...rest } = deleted.metadata;
    const { json } = await put(`${MAPS}/finalized`, { ...deleted, metadata: rest, data: { a: '1' } });
    expect(json.metadata.deletionTimestamp).toBe(deletionTimestamp);
    const more = { ...rest, finalizers: ['a.io/b', 'c.io/d'], resourceVersion: undefined };
    const refused = await put(`${MAPS}/finalized`, { ...deleted, metadata: more });
    expect(refused.status).toBe(422);
    expect(refused.json.message).toContain('no new finalizers can be added if the object is being deleted');
  });

  it('that loses the last finalizer of a deleted object removes it', async () => {
    await made(MAPS, 'last', { metadata: { finalizers: ['a.io/b', 'c.io/d'] } });
    await api.send('DELETE', `${MAPS}/last`);
    const one = await put(`${MAPS}/last`, { metadata: { name: 'last', finalizers: ['c.io/d'] } });
    expect([one.status, (await get(`${MAPS}/last`)).status]).toEqual([200, 200]);
    const none = await put(`${MAPS}/last`, { metadata: { name: 'last' } });
    expect([none.status, none.json.metadata.name, (await get(`${MAPS}/last`)).status]).toEqual([200, 'last', 404]);
  });
});

describe('generations', () => {
  it('count changes of the spec, and of nothing else', async () => {
    const before = await made(DEPLOYMENTS, 'counted', workload(1));
    const steps = [
      [2, { ...before, ...workload(2) }],
      [2, { ...before, ...workload(2), metadata: { ...before.metadata, labels: { x: 'y' } } }],
      [3, { ...before, ...workload(3) }],
    ] as const;
    for (const [generation, body] of steps) {
      const { json } = await put(`${DEPLOYMENTS}/counted`, {
        ...body,
        metadata: { ...body.metadata, resourceVersion: undefined, generation: 77 },
      });
      expect(json.metadata.generation).toBe(generation);
    }
  });

  it('do not count that a client leaves the kind to the path, as those who speak protobuf do', async () => {
    const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'a', image: 'b' }] } };
    const spec = { selector: { matchLabels: { app: 'x' } }, template };
    const { kind, apiVersion, ...before } = await made(REPLICA_SETS, 'of-no-kind', { spec });
    expect([kind, apiVersion]).toEqual(['ReplicaSet', 'apps/v1']);
    const metadata = { ...before.metadata, labels: { x: 'y' } };
    const { json } = await put(`${REPLICA_SETS}/of-no-kind`, { ...before, metadata });
    expect(json.metadata).toMatchObject({ labels: { x: 'y' }, generation: 1 });
  });
});

describe('status', () => {
  it('stays as it is when the object is updated', async () => {
    const before = await made(DEPLOYMENTS, 'kept-status', workload());
    const { json } = await put(`${DEPLOYMENTS}/kept-status`, { ...before, status: { replicas: 3 } });
    expect(json.status).toEqual({});
  });

  it('is all that its path changes beside metadata', async () => {
    const before = await made(DEPLOYMENTS, 'own-status', workload(1));
    const { status, json } = await put(`${DEPLOYMENTS}/own-status/status`, {
      ...before,
      ...workload(5),
      metadata: { ...before.metadata, annotations: { a: 'b' }, labels: { not: 'these' } },
      status: { replicas: 3, observedGeneration: 1 },
    });
    expect(status).toBe(200);
    expect(json.spec).toMatchObject({ replicas: 1 });
    expect(json.status).toMatchObject({ replicas: 3, observedGeneration: 1 });
    expect(json.metadata.generation).toBe(1);
    expect(json.metadata.annotations).toEqual({ a: 'b' });
    // Labels of Deployments are left out of it.
    expect(json.metadata.labels).toBeUndefined();
    expect((await get(`${DEPLOYMENTS}/own-status/status`)).json).toEqual(json);
  });

  it('is checked by rules of its own', async () => {
    await made(PODS, 'checked', { spec: { containers: [{ name: 'a', image: 'b' }] } });
    const body = { metadata: { name: 'checked' }, status: { nominatedNodeName: 'Not A Node' } };
    const { status, json } = await put(`${PODS}/checked/status`, body);
    expect([status, json.reason]).toEqual([422, 'Invalid']);
  });

  it('has no path where there is none', async () => {
    expect((await get(`${MAPS}/kept/status`)).status).toBe(404);
  });
});

describe('what is not there', () => {
  it('is created by an update of kinds that are known by their name alone', async () => {
    const { status, json } = await put(`${LEASES}/fresh`, {
      metadata: { name: 'fresh' },
      spec: { holderIdentity: 'a' },
    });
    expect([status, json.metadata.name]).toEqual([201, 'fresh']);
    const revived = { metadata: { name: 'revived', resourceVersion: '5' } };
    expect((await put(`${LEASES}/revived`, revived)).status).toBe(201);
  });

  it('is not created in place of another object', async () => {
    const { status, json } = await put(`${LEASES}/gone`, { metadata: { name: 'gone', uid: 'earlier' } });
    expect([status, json.reason]).toEqual([409, 'Conflict']);
  });

  it('is not created when only tried out', async () => {
    expect((await put(`${LEASES}/dry?dryRun=All`, { metadata: { name: 'dry' } })).status).toBe(201);
    expect((await get(`${LEASES}/dry`)).status).toBe(404);
  });
});

describe('revisions', () => {
  it.each([
    ['text', 'x', 'resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax'],
    [
      'too many digits',
      '99999999999999999999',
      'resourceVersion: Invalid value: "99999999999999999999": strconv.ParseUint: parsing "99999999999999999999": value out of range',
    ],
  ])('%s is no revision', async (name, resourceVersion, message) => {
    const called = name.replaceAll(' ', '-');
    await made(MAPS, called);
    const { status, json } = await put(`${MAPS}/${called}`, { metadata: { name: called, resourceVersion } });
    expect([status, json.message]).toEqual([500, message]);
  });
});
