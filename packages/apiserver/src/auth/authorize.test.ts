import { describe, expect, it } from 'vitest';
import { type Attributes, pathAttributes, resourceAttributes } from './attributes.ts';
import { alwaysAllowPaths, type Authorizer, privilegedGroups, union, type Verdict } from './authorize.ts';
import { forbiddenError } from './forbidden.ts';
import { testUser } from './rbac/policy-fixture.ts';

const user = testUser('jane');
const pods = resourceAttributes({ user, verb: 'list', resource: 'pods', namespace: 'default' });
const fixed = (decision: Verdict['decision'], reason = '', error?: string): Authorizer => ({
  authorize: () => ({ decision, reason, ...(error === undefined ? {} : { error }) }),
});

describe('union', () => {
  it('takes the first opinion', () => {
    const authorizer = union(fixed('no-opinion', 'a'), fixed('deny', 'b'), fixed('allow', 'c'));
    expect(authorizer.authorize(pods)).toEqual({ decision: 'deny', reason: 'b' });
  });

  it('gives all reasons when nobody has an opinion', () => {
    const authorizer = union(fixed('no-opinion', 'a', 'x'), fixed('no-opinion'), fixed('no-opinion', 'b', 'y'));
    expect(authorizer.authorize(pods)).toEqual({ decision: 'no-opinion', reason: 'a\nb', error: '[x, y]' });
    expect(union().authorize(pods)).toEqual({ decision: 'no-opinion', reason: '' });
  });
});

describe('privilegedGroups', () => {
  it('allows anything to system:masters, and only to them', () => {
    expect(privilegedGroups.authorize({ ...pods, user: testUser('x', ['a', 'system:masters']) }).decision).toBe(
      'allow',
    );
    expect(privilegedGroups.authorize({ ...pods, user: testUser('system:masters') }).decision).toBe('no-opinion');
  });
});

describe('alwaysAllowPaths', () => {
  it.each([
    ['/healthz', true],
    ['/healthz/x', false],
    ['/livez/x', true],
    ['/livezx', false],
    ['/', false],
  ])('%s: %s', (path, allowed) => {
    const authorizer = alwaysAllowPaths(['/healthz', '/livez/*']);
    const { decision } = authorizer.authorize(pathAttributes({ user, verb: 'get', path }));
    expect(decision).toBe(allowed ? 'allow' : 'no-opinion');
  });

  it('is about paths only', () => {
    expect(alwaysAllowPaths(['*']).authorize({ ...pods, path: '/healthz' }).decision).toBe('no-opinion');
  });
});

describe('forbiddenError', () => {
  const on = (more: Partial<Attributes>): Attributes => ({ ...pods, ...more });
  it.each<[string, Attributes, string, string]>([
    [
      'a list in a namespace',
      pods,
      '',
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
    ],
    [
      'one object',
      on({ verb: 'get', name: 'web' }),
      '',
      'pods "web" is forbidden: User "jane" cannot get resource "pods" in API group "" in the namespace "default"',
    ],
    [
      'a subresource of another group',
      on({ verb: 'update', group: 'apps', resource: 'deployments', subresource: 'scale', name: 'web' }),
      '',
      'deployments.apps "web" is forbidden: User "jane" cannot update resource "deployments/scale" in API group "apps" in the namespace "default"',
    ],
    [
      'the cluster scope, with a reason',
      on({ resource: 'nodes', namespace: '' }),
      'RBAC: clusterrole.rbac.authorization.k8s.io "x" not found',
      'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope: RBAC: clusterrole.rbac.authorization.k8s.io "x" not found',
    ],
    [
      'a path',
      pathAttributes({ user, verb: 'get', path: '/metrics' }),
      '',
      'forbidden: User "jane" cannot get path "/metrics"',
    ],
    [
      'words that a browser would take for a page',
      { ...pathAttributes({ user: testUser('<b>'), verb: 'get', path: '/<script>&' }) },
      '',
      'forbidden: User "&lt;b&gt;" cannot get path "/&lt;script&gt;&amp;"',
    ],
  ])('says %s as Kubernetes does', (_name, attributes, reason, message) => {
    expect(forbiddenError(attributes, reason)).toMatchObject({ code: 403, reason: 'Forbidden', message });
  });

  it('names the resource in the details', () => {
    expect(forbiddenError(on({ group: 'apps', resource: 'deployments', name: 'web' }), '').toStatus().details).toEqual({
      group: 'apps',
      kind: 'deployments',
      name: 'web',
    });
    expect(forbiddenError(pathAttributes({ user, verb: 'get', path: '/x' }), '').toStatus().details).toEqual({});
  });
});
