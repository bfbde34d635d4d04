import { resourceTable } from '@wherry/api/resources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/namespaces/default/configmaps', { body: { metadata: { name: 'a' } } });
});
afterAll(() => api.stop());

const notFound = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'the server could not find the requested resource',
  reason: 'NotFound',
  details: {},
  code: 404,
};
const notAllowed = {
  ...notFound,
  message: 'the server does not allow this method on the requested resource',
  reason: 'MethodNotAllowed',
  code: 405,
};

describe('paths that are not there', () => {
  it.each([
    ['an unknown resource', '/api/v1/namespaces/default/unicorns'],
    ['an unknown version', '/api/v2/pods'],
    ['an unknown version of a group', '/apis/apps/v1beta1/deployments'],
    ['a resource of another group', '/apis/apps/v1/pods'],
    ['a namespaced object without its namespace', '/api/v1/configmaps/a'],
    ['a cluster-scoped object within a namespace', '/api/v1/namespaces/default/nodes/a'],
    ['namespaces within a namespace', '/api/v1/namespaces/default/namespaces'],
    ['another namespace within a namespace', '/api/v1/namespaces/default/namespaces/kube-system'],
    ['an unknown subresource', '/api/v1/namespaces/default/configmaps/a/scale'],
    ['something below a subresource', '/api/v1/namespaces/default/status/more'],
    ['something below a pod’s status', '/api/v1/namespaces/default/pods/a/status/more'],
  ])('%s', async (_name, path) => {
    const { status, json } = await api.send('GET', path);
    expect([status, json]).toEqual([404, notFound]);
  });
});

describe('methods that a path does not have', () => {
  it.each([
    ['creating under a name', 'POST', '/api/v1/namespaces/default/configmaps/a'],
    ['creating without a namespace', 'POST', '/api/v1/configmaps'],
    ['deleting in all namespaces', 'DELETE', '/api/v1/configmaps'],
    ['updating a collection', 'PUT', '/api/v1/namespaces/default/configmaps'],
    ['patching a collection', 'PATCH', '/api/v1/namespaces/default/configmaps'],
    ['asking what is allowed', 'OPTIONS', '/api/v1/namespaces/default/configmaps'],
    ['echoing', 'TRACE', '/api/v1/namespaces/default/configmaps'],
    ['a method of WebDAV', 'PROPFIND', '/api/v1/namespaces/default/configmaps'],
    ['deleting a status', 'DELETE', '/api/v1/namespaces/default/pods/a/status'],
    ['creating a status', 'POST', '/api/v1/namespaces/default/pods/a/status'],
    ['getting a review', 'GET', '/apis/authorization.k8s.io/v1/subjectaccessreviews'],
    ['getting a binding', 'GET', '/api/v1/namespaces/default/pods/a/binding'],
    ['deleting on the path of a watch', 'DELETE', '/api/v1/watch/namespaces/default/configmaps/a'],
  ])('%s', async (_name, method, path) => {
    const { status, json } = await api.send(method, path, { body: {} });
    expect([status, json]).toEqual([405, notAllowed]);
    expect((await api.send('GET', '/api/v1/namespaces/default/configmaps/a')).status).toBe(200);
  });

  it('asking for the headers of a resource', async () => {
    const { status, body } = await api.send('HEAD', '/api/v1/namespaces/default/configmaps/a');
    expect([status, body.length]).toEqual([405, 0]);
  });
});

describe('names in paths', () => {
  it.each([
    ['/api/v1/namespaces/default/configmaps/..', 'Name parameter invalid: "..": may not be \'..\''],
    ['/api/v1/namespaces/default/configmaps/a%25b', 'Name parameter invalid: "a%b": may not contain \'%\''],
    ['/api/v1/namespaces/./configmaps', 'Namespace parameter invalid: ".": may not be \'.\''],
  ])('%s', async (path, message) => {
    const { status, json } = await api.send('GET', path);
    expect([status, json.message]).toEqual([400, message]);
  });
});

describe('versions on their way out', () => {
  it.each([
    [
      '/api/v1/namespaces/default/endpoints',
      'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    ],
    ['/api/v1/componentstatuses', 'v1 ComponentStatus is deprecated in v1.19+'],
    [
      '/apis/extensions/v1beta1/ingresses',
      'extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress',
    ],
  ])('%s says so', async (path, warning) => {
    const { status, warnings } = await api.send('GET', path);
    expect([status, warnings]).toEqual([200, [warning]]);
    const watch = await api.client.watch(`${path}?watch=1`);
    watch.close();
    expect(path.includes('component') || String(watch.headers.warning).includes('deprecated')).toBe(true);
  });
});

describe('questions about namespaces that can be none', () => {
  it.each([
    ['selfsubjectrulesreviews', { namespace: 'a/b' }],
    ['selfsubjectrulesreviews', { namespace: '..' }],
    ['subjectaccessreviews', { user: 'u', resourceAttributes: { namespace: 'a/b', verb: 'get', resource: 'pods' } }],
    ['subjectaccessreviews', { user: 'u', resourceAttributes: { namespace: '..', verb: 'get', resource: 'pods' } }],
  ])('%s are answered: nobody may do anything there', async (plural, spec) => {
    const { status } = await api.send('POST', `/apis/authorization.k8s.io/v1/${plural}`, { body: { spec } });
    expect(status).toBe(201);
  });
});

describe('who may do what is asked by path', () => {
  it('so that nobody gets to a namespace by the rights within one', async () => {
    const role = { metadata: { name: 'all' }, rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] };
    const subjects = [{ kind: 'User', name: 'tenant', apiGroup: 'rbac.authorization.k8s.io' }];
    const roleRef = { kind: 'Role', name: 'all', apiGroup: 'rbac.authorization.k8s.io' };
    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
    await api.send('POST', `${rbac}/roles`, { body: role });
    await api.send('POST', `${rbac}/rolebindings`, { body: { metadata: { name: 'all' }, subjects, roleRef } });
    const statusOf = async (path: string): Promise<number> =>
      (await api.send('GET', path, { headers: { 'Impersonate-User': 'tenant' } })).status;
    expect(await statusOf('/api/v1/namespaces/default/configmaps')).toBe(200);
    expect(await statusOf('/api/v1/namespaces/kube-system')).toBe(403);
    expect(await statusOf('/api/v1/namespaces/default/namespaces/kube-system')).toBe(404);
    expect(await statusOf('/api/v1/namespaces/default/namespaces')).toBe(404);
    expect(await statusOf('/api/v1/namespaces/default%2F..%2Fkube-system/secrets')).toBe(404);
    expect(await statusOf('/api/v1/namespaces/default/../kube-system/secrets')).toBe(404);
    expect(await statusOf('/api/v1//namespaces/kube-system/secrets')).toBe(403);
    expect(await statusOf('/api/v1/namespaces/../secrets')).toBe(403);
    expect(await statusOf('/api/v1/namespaces/default/configmaps?fieldSelector=metadata.namespace%3Dkube-system')).toBe(
      200,
    );
  });
});

describe('every path of the resource table', () => {
  const METHODS = { create: 'POST', delete: 'DELETE', get: 'GET', patch: 'PATCH', update: 'PUT' } as const;
  type Verb = keyof typeof METHODS;
  const isOne = (verb: string): verb is Verb => Object.hasOwn(METHODS, verb);

  it('is served: nothing is named in discovery that is not there', async () => {
    const asked = resourceTable.flatMap(({ group, version, namespaced, plural, subresources }) => {
      const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
      const item = `${root}${namespaced ? '/namespaces/default' : ''}/${plural}/absent`;
      return subresources.flatMap(({ name, verbs }) =>
        verbs.filter(isOne).map((verb) => ({ method: METHODS[verb], path: `${item}/${name}` })),
      );
    });
    expect(asked.length).toBeGreaterThan(100);
    const failures: string[] = [];
    // One after the other, on one connection.
    for (const { method, path } of asked) {
      const { status, json } = await api.send(method, path, method === 'GET' ? {} : { body: {} });
      if (status >= 500) failures.push(`${method} ${path}: ${json.message ?? ''}`);
    }
    expect(failures).toEqual([]);
  });
});
