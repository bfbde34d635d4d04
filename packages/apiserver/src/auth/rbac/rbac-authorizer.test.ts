import { describe, expect, it } from 'vitest';
import { pathAttributes, resourceAttributes } from '../attributes.ts';
import { type PolicySource, RBAC_GROUP, type RoleBinding } from './policy.ts';
import { defaultPolicy, memoryPolicy, testUser } from './policy-fixture.ts';
import { createRbacAuthorizer } from './rbac-authorizer.ts';
import { createRuleResolver } from './rule-resolver.ts';

const binding = (
  name: string,
  { namespace, role, subjects }: { namespace?: string; role: string; subjects: RoleBinding['subjects'] },
): RoleBinding => ({
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role },
  ...(subjects === undefined ? {} : { subjects }),
});

const policy = defaultPolicy({
  roles: [
    {
      metadata: { name: 'pod-reader', namespace: 'a' },
      rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }],
    },
  ],
  roleBindings: [
    binding('viewers', { namespace: 'a', role: 'view', subjects: [{ kind: 'Group', name: 'devs' }] }),
    binding('editor', { namespace: 'a', role: 'edit', subjects: [{ kind: 'User', name: 'jane' }] }),
    binding('robots', { namespace: 'a', role: 'view', subjects: [{ kind: 'ServiceAccount', name: 'bot' }] }),
    binding('dangling', { namespace: 'a', role: 'nothing', subjects: [{ kind: 'Group', name: 'devs' }] }),
    {
      metadata: { name: 'local', namespace: 'a' },
      subjects: [{ kind: 'User', name: 'pat' }],
      roleRef: { apiGroup: RBAC_GROUP, kind: 'Role', name: 'pod-reader' },
    },
  ],
});
const authorizerOver = (source: PolicySource) => createRbacAuthorizer(createRuleResolver(source));
const authorizer = authorizerOver(memoryPolicy(policy));
const ask = (name: string, groups: string[], verb: string, resource: string, namespace = 'a') =>
  authorizer.authorize(resourceAttributes({ user: testUser(name, groups), verb, resource, namespace }));

describe('createRbacAuthorizer', () => {
  it.each([
    [
      'a group binding',
      'x',
      ['devs'],
      'list',
      'pods',
      'RBAC: allowed by RoleBinding "viewers/a" of ClusterRole "view" to Group "devs"',
    ],
    [
      'a user binding',
      'jane',
      [],
      'create',
      'pods',
      'RBAC: allowed by RoleBinding "editor/a" of ClusterRole "edit" to User "jane"',
    ],
    [
      'a role of the namespace',
      'pat',
      [],
      'get',
      'pods',
      'RBAC: allowed by RoleBinding "local/a" of Role "pod-reader" to User "pat"',
    ],
    [
      'a binding to a service account of the same namespace',
      'system:serviceaccount:a:bot',
      [],
      'list',
      'pods',
      'RBAC: allowed by RoleBinding "robots/a" of ClusterRole "view" to ServiceAccount "bot/a"',
    ],
    [
      'a cluster-wide binding',
      'root',
      ['system:masters'],
      'delete',
      'nodes',
      'RBAC: allowed by ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"',
    ],
  ])('allows by %s, and says so', (_name, user, groups, verb, resource, reason) => {
    const { decision, ...verdict } = ask(user, groups, verb, resource);
    expect(decision).toBe('allow');
    expect(verdict.reason).toBe(reason);
  });

  it.each([
    ['the same in another namespace', 'jane', [], 'create', 'pods', 'b'],
    ['the same at the cluster scope', 'jane', [], 'list', 'pods', ''],
    ['what the role has not', 'jane', [], 'create', 'rolebindings', 'a'],
    ['a user with the name of a group', 'devs', [], 'list', 'pods', 'a'],
    ['a group with the name of a user', 'x', ['jane'], 'create', 'pods', 'a'],
    ['a service account of another namespace', 'system:serviceaccount:b:bot', [], 'list', 'pods', 'a'],
  ])('has no opinion on %s', (_name, user, groups, verb, resource, namespace) => {
    expect(ask(user, groups, verb, resource, namespace)).toEqual({ decision: 'no-opinion', reason: '' });
  });

  it('names roles that are bound but do not exist when it refuses', () => {
    expect(ask('x', ['devs'], 'delete', 'pods')).toEqual({
      decision: 'no-opinion',
      reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "nothing" not found',
    });
  });

  it('sees a change of the policy at the next request of the same user', () => {
    const source = memoryPolicy(policy);
    const own = authorizerOver(source);
    const attributes = resourceAttributes({ user: testUser('jane'), verb: 'create', resource: 'pods', namespace: 'a' });
    expect(own.authorize(attributes).decision).toBe('allow');
    source.change({ roleBindings: [] });
    expect(own.authorize(attributes).decision).toBe('no-opinion');
  });

  it('gives every authenticated user discovery and reviews of their own access, and nobody else', () => {
    const jane = testUser('jane', ['system:authenticated']);
    const nobody = testUser('system:anonymous', ['system:unauthenticated']);
    const path = (user: typeof jane, path: string) =>
      authorizer.authorize(pathAttributes({ user, verb: 'get', path })).decision;
    expect(path(jane, '/apis/apps/v1')).toBe('allow');
    expect(path(jane, '/metrics')).toBe('no-opinion');
    expect(path(nobody, '/apis')).toBe('no-opinion');
    expect(path(nobody, '/version')).toBe('allow');
  });
});
