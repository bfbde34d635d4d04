import { fakeClock, type FakeClock } from '@wherry/component';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
let clock: FakeClock;
beforeAll(async () => {
  // Times of objects have no fractions of seconds.
  clock = fakeClock(new Date(Math.floor(Date.now() / 1000) * 1000));
  api = await startTestApi({ clock });
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const JOBS = '/apis/batch/v1/namespaces/default/jobs';

const get = (path: string) => api.send('GET', path);
const remove = (path: string, body?: unknown) => api.send('DELETE', path, body === undefined ? {} : { body });

async function made(path: string, body: object) {
  const { status, json } = await api.send('POST', path, { body });
  if (status !== 201) throw new Error(`Cannot make it: ${json.message ?? ''}`);
  return json;
}
const map = (name: string, metadata: object = {}) => made(MAPS, { metadata: { name, ...metadata } });
const containers = [{ name: 'a', image: 'b' }];
const pod = (name: string, spec: object = {}) => made(PODS, { metadata: { name }, spec: { containers, ...spec } });

describe('a deletion', () => {
  it('is answered by a Status that says of what', async () => {
    const { metadata } = await map('plain');
    const { status, json } = await remove(`${MAPS}/plain`);
    expect(status).toBe(200);
    expect(json).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'plain', kind: 'configmaps', uid: metadata.uid },
    });
    expect((await get(`${MAPS}/plain`)).status).toBe(404);
  });

  it('is answered by what was deleted for some kinds', async () => {
    const path = '/api/v1/namespaces/default/serviceaccounts';
    await made(path, { metadata: { name: 'returned' } });
    expect((await remove(`${path}/returned`)).json).toMatchObject({
      kind: 'ServiceAccount',
      metadata: { name: 'returned' },
    });
  });

  it('of what is not there is refused', async () => {
    const { status, json } = await remove(`${MAPS}/missing`);
    expect([status, json.message]).toEqual([404, 'configmaps "missing" not found']);
  });

  it('that is tried out changes nothing, wherever the client says so', async () => {
    await map('tried');
    expect((await remove(`${MAPS}/tried?dryRun=All`)).status).toBe(200);
    expect((await remove(`${MAPS}/tried`, { dryRun: ['All'] })).status).toBe(200);
    expect((await remove(`${MAPS}/tried?dryRun=All`, { gracePeriodSeconds: 0 })).status).toBe(200);
    expect((await get(`${MAPS}/tried`)).json.metadata).not.toHaveProperty('deletionTimestamp');
  });

  it('of what has finalizers is answered by the object, which waits', async () => {
    await map('waiting', { finalizers: ['a.io/b'] });
    const { status, json } = await remove(`${MAPS}/waiting`);
    expect([status, json.kind, json.metadata.deletionGracePeriodSeconds]).toEqual([200, 'ConfigMap', 0]);
    expect(json.metadata.deletionTimestamp).toMatch(/^\d{4}-/);
    const again = await remove(`${MAPS}/waiting`);
    expect(again.json.metadata.resourceVersion).toBe(json.metadata.resourceVersion);
  });
});

describe('preconditions', () => {
  it.each([
    [
      'another uid',
      { uid: 'x' },
      /^Operation cannot be fulfilled on ConfigMap "meant": the UID in the precondition \(x\) does not match the UID in record \([0-9a-f-]{36}\)\. The object might have been deleted and then recreated$/,
    ],
    [
      'another revision',
      { resourceVersion: '1' },
      /^Operation cannot be fulfilled on ConfigMap "meant": the ResourceVersion in the precondition \(1\) does not match the ResourceVersion in record \(\d+\)\. The object might have been modified$/,
    ],
  ])('%s is refused', async (_name, preconditions, message) => {
    if ((await get(`${MAPS}/meant`)).status === 404) await map('meant');
    const { status, json } = await remove(`${MAPS}/meant`, { preconditions });
    expect([status, json.reason]).toEqual([409, 'Conflict']);
    expect(json.message).toMatch(message);
  });

  it('that hold let the object go', async () => {
    const { metadata } = await map('met');
    const { uid, resourceVersion } = metadata;
    expect((await remove(`${MAPS}/met`, { preconditions: { uid, resourceVersion } })).status).toBe(200);
  });
});

describe('options', () => {
  const invalid = 'DeleteOptions.meta.k8s.io "" is invalid: ';
  it.each([
    [
      'two answers to what happens to dependents',
      { orphanDependents: true, propagationPolicy: 'Orphan' },
      `${invalid}propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set`,
    ],
    [
      'an unknown policy',
      { propagationPolicy: 'Later' },
      `${invalid}propagationPolicy: Unsupported value: "Later": supported values: "Foreground", "Background", "Orphan", "nil"`,
    ],
    ['half a dry run', { dryRun: ['Some'] }, `${invalid}dryRun: Unsupported value: ["Some"]: supported values: "All"`],
  ])('%s', async (_name, options, message) => {
    await map('optional').catch(() => undefined);
    const { status, json } = await remove(`${MAPS}/optional`, options);
    expect([status, json.message]).toEqual([422, message]);
  });

  it.each([
    [
      'a body of another kind',
      { body: { kind: 'Pod', apiVersion: 'v1' } },
      400,
      'decoded object cannot be converted to DeleteOptions',
    ],
    [
      'a grace period that is no number',
      { body: { gracePeriodSeconds: 'x' } },
      400,
      'json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64',
    ],
    ['half a body', { body: '{' }, 400, "couldn't get version/kind; json parse error: unexpected end of JSON input"],
    [
      'a body of another type',
      { body: 'x', type: 'text/plain' },
      415,
      /^the body of the request was in an unknown format/,
    ],
  ])('%s is refused', async (_name, request, status, message) => {
    const answer = await api.send('DELETE', `${MAPS}/optional`, request);
    expect(answer.status).toBe(status);
    if (typeof message === 'string') expect(answer.json.message).toBe(message);
    else expect(answer.json.message).toMatch(message);
  });

  it('may come as a query', async () => {
    await map('queried');
    const refused = await remove(`${MAPS}/queried?gracePeriodSeconds=x`);
    expect([refused.status, refused.json.message]).toEqual([400, 'strconv.ParseInt: parsing "x": invalid syntax']);
    const { json } = await remove(`${MAPS}/queried?propagationPolicy=Foreground`);
    expect(json.metadata.finalizers).toEqual(['foregroundDeletion']);
  });

  it('that ask the old way not to orphan are accepted rather than done', async () => {
    await map('accepted', { finalizers: ['a.io/b'] });
    expect((await remove(`${MAPS}/accepted`, { orphanDependents: false })).status).toBe(202);
  });
});

describe('a pod', () => {
  it('that runs is given the time it asks for', async () => {
    await pod('graceful', { nodeName: 'n', terminationGracePeriodSeconds: 45 });
    const { json } = await remove(`${PODS}/graceful`);
    expect(json.metadata.deletionGracePeriodSeconds).toBe(45);
    expect(json.metadata.generation).toBe(2);
    const end = new Date(json.metadata.deletionTimestamp ?? '').getTime();
    expect((end - clock.now().getTime()) / 1000).toBe(45);
    expect((await get(`${PODS}/graceful`)).status).toBe(200);
  });

  it('is given thirty seconds when it does not say, and less when someone asks for less', async () => {
    await pod('default-grace', { nodeName: 'n' });
    expect((await remove(`${PODS}/default-grace`)).json.metadata.deletionGracePeriodSeconds).toBe(30);
    const hastened = await remove(`${PODS}/default-grace`, { gracePeriodSeconds: 10 });
    expect(hastened.json.metadata).toMatchObject({ deletionGracePeriodSeconds: 10, generation: 2 });
    const unhurried = await remove(`${PODS}/default-grace`, { gracePeriodSeconds: 20 });
    expect(unhurried.json.metadata.deletionGracePeriodSeconds).toBe(10);
    expect((await remove(`${PODS}/default-grace`, { gracePeriodSeconds: 0 })).json.kind).toBe('Pod');
    expect((await get(`${PODS}/default-grace`)).status).toBe(404);
  });

  it.each([
    ['that is nowhere yet', 'unscheduled', {}, {}],
    ['that has ended', 'ended', { nodeName: 'n' }, { phase: 'Succeeded' }],
    ['that has failed', 'failed', { nodeName: 'n' }, { phase: 'Failed' }],
  ])('%s goes at once', async (_name, name, spec, status) => {
    await pod(name, spec);
    await api.send('PATCH', `${PODS}/${name}/status`, { body: { status }, type: 'application/merge-patch+json' });
    expect((await remove(`${PODS}/${name}`)).json.kind).toBe('Pod');
    expect((await get(`${PODS}/${name}`)).status).toBe(404);
  });

  it('that goes at once is seen to be marked before it is gone', async () => {
    const { metadata } = await pod('seen', { nodeName: 'n' });
    const watch = await api.client.watch(`${PODS}?watch=1&resourceVersion=${metadata.resourceVersion}`);
    await remove(`${PODS}/seen?gracePeriodSeconds=0`);
    const lines = await watch.next(2);
    watch.close();
    expect(lines.map(({ type, object }) => [type, object.metadata.deletionGracePeriodSeconds])).toEqual([
      ['MODIFIED', 0],
      ['DELETED', 0],
    ]);
  });
});

describe('kinds with a rule of their own', () => {
  it('a namespace is shown to be going and waits until it is empty', async () => {
    await made('/api/v1/namespaces', { metadata: { name: 'leaving' } });
    const { status, json } = await remove('/api/v1/namespaces/leaving');
    expect([status, json.kind, json.status]).toEqual([200, 'Namespace', { phase: 'Terminating' }]);
    expect(json.metadata.deletionTimestamp).toMatch(/^\d{4}-/);
    expect(json.metadata).not.toHaveProperty('deletionGracePeriodSeconds');
    expect((await remove('/api/v1/namespaces/leaving')).json.metadata.resourceVersion).toBe(
      json.metadata.resourceVersion,
    );
    const finalized = await api.send('PUT', '/api/v1/namespaces/leaving/finalize', { body: { ...json, spec: {} } });
    expect([finalized.status, (await get('/api/v1/namespaces/leaving')).status]).toEqual([200, 404]);
  });

  it('a Job leaves its pods, and says so to those who may not know', async () => {
    const template = { spec: { containers, restartPolicy: 'Never' } };
    for (const name of ['silent', 'said']) await made(JOBS, { metadata: { name }, spec: { template } });
    const silent = await remove(`${JOBS}/silent`);
    expect(silent.json.metadata.finalizers).toEqual(['orphan']);
    expect(silent.warnings).toEqual([
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or ' +
        'set propagationPolicy=Orphan to suppress this warning',
    ]);
    const said = await remove(`${JOBS}/said`, { propagationPolicy: 'Background' });
    expect([said.json.kind, said.warnings]).toEqual(['Status', []]);
  });

  it('an Event has no dependents to wait for', async () => {
    const path = '/api/v1/namespaces/default/events';
    const involvedObject = { kind: 'Pod', namespace: 'default', name: 'a' };
    await made(path, { metadata: { name: 'childless' }, involvedObject });
    expect((await remove(`${path}/childless`, { propagationPolicy: 'Foreground' })).json.kind).toBe('Status');
  });
});
