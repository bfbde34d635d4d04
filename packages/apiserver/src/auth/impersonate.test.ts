import { describe, expect, it } from 'vitest';
import { checkImpersonation, readImpersonation } from './impersonate.ts';
import { defaultPolicy, memoryPolicy, testUser } from './rbac/policy-fixture.ts';
import { createRbacAuthorizer } from './rbac/rbac-authorizer.ts';
import { createRuleResolver } from './rbac/rule-resolver.ts';

const real = testUser('jane', ['devs']);

describe('readImpersonation', () => {
  it.each<[string, string[], object | undefined]>([
    ['nothing', ['Accept', 'x'], undefined],
    ['an empty user', ['Impersonate-User', ''], undefined],
    ['a user', ['Impersonate-User', 'bob'], { name: 'bob', groups: ['system:authenticated'], extra: {} }],
    [
      'groups',
      ['Impersonate-User', 'bob', 'Impersonate-Group', 'a', 'impersonate-group', 'b, c'],
      { name: 'bob', groups: ['a', 'b, c', 'system:authenticated'], extra: {} },
    ],
    [
      'a group that says it already',
      ['Impersonate-User', 'bob', 'Impersonate-Group', 'system:authenticated'],
      { name: 'bob', groups: ['system:authenticated'], extra: {} },
    ],
    [
      'the group of the unknown',
      ['Impersonate-User', 'bob', 'Impersonate-Group', 'system:unauthenticated'],
      { name: 'bob', groups: ['system:unauthenticated'], extra: {} },
    ],
    [
      'the anonymous user',
      ['Impersonate-User', 'system:anonymous'],
      { name: 'system:anonymous', groups: ['system:unauthenticated'], extra: {} },
    ],
    [
      'a service account, with its groups',
      ['Impersonate-User', 'system:serviceaccount:a:bot'],
      {
        name: 'system:serviceaccount:a:bot',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated'],
        extra: {},
      },
    ],
    [
      'a service account with groups given',
      ['Impersonate-User', 'system:serviceaccount:a:bot', 'Impersonate-Group', 'x'],
      { name: 'system:serviceaccount:a:bot', groups: ['x', 'system:authenticated'], extra: {} },
    ],
    [
      'uid and extra',
      [
        'Impersonate-User',
        'bob',
        'Impersonate-Uid',
        'u-1',
        'Impersonate-Extra-Acme.com%2FScopes',
        'a',
        'Impersonate-Extra-acme.com%2fscopes',
        'b',
      ],
      { name: 'bob', uid: 'u-1', groups: ['system:authenticated'], extra: { 'acme.com/scopes': ['a', 'b'] } },
    ],
  ])('reads %s', (_name, rawHeaders, user) => {
    expect(readImpersonation(real, rawHeaders)?.user).toEqual(user);
  });

  it.each([
    ['a group', ['Impersonate-Group', 'system:masters']],
    ['a uid', ['Impersonate-Uid', 'x']],
    ['extra', ['Impersonate-Extra-Scopes', 'x']],
  ])('refuses %s without a user', (_name, rawHeaders) => {
    expect(() => readImpersonation(real, rawHeaders)).toThrow('without impersonating a user');
  });

  it('wants every part of the identity to be allowed', () => {
    const headers = [
      'Impersonate-User',
      'bob',
      'Impersonate-Group',
      'ops',
      'Impersonate-Uid',
      'u',
      'Impersonate-Extra-Scopes',
      's',
    ];
    const checks = readImpersonation(real, headers)?.checks ?? [];
    expect(
      checks.map(({ verb, group, resource, subresource, name }) => [verb, group, resource, subresource, name]),
    ).toEqual([
      ['impersonate', '', 'users', '', 'bob'],
      ['impersonate', '', 'groups', '', 'ops'],
      ['impersonate', 'authentication.k8s.io', 'userextras', 'scopes', 's'],
      ['impersonate', 'authentication.k8s.io', 'uids', '', 'u'],
    ]);
    expect(checks.every(({ user }) => user === real)).toBe(true);
  });
});

describe('checkImpersonation', () => {
  const impersonators = { kind: 'ClusterRole', apiGroup: 'rbac.authorization.k8s.io', name: 'impersonator' };
  const authorizer = createRbacAuthorizer(
    createRuleResolver(
      memoryPolicy(
        defaultPolicy({
          clusterRoles: [
            {
              metadata: { name: 'impersonator' },
              rules: [
                { verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['bob'] },
                { verbs: ['impersonate'], apiGroups: ['authentication.k8s.io'], resources: ['userextras/scopes'] },
              ],
            },
          ],
          clusterRoleBindings: [
            { metadata: { name: 'i' }, subjects: [{ kind: 'User', name: 'jane' }], roleRef: impersonators },
          ],
          roleBindings: [
            {
              metadata: { name: 'e', namespace: 'a' },
              subjects: [{ kind: 'User', name: 'jane' }],
              roleRef: { kind: 'ClusterRole', apiGroup: 'rbac.authorization.k8s.io', name: 'edit' },
            },
          ],
        }),
      ),
    ),
  );
  const check = (...rawHeaders: string[]) => {
    const impersonation = readImpersonation(real, rawHeaders);
    return impersonation === undefined ? 'none' : checkImpersonation(impersonation, authorizer)?.message;
  };

  it('lets what is allowed through', () => {
    expect(check('Impersonate-User', 'bob', 'Impersonate-Extra-Scopes', 'x')).toBeUndefined();
    expect(check('Impersonate-User', 'system:serviceaccount:a:bot')).toBeUndefined();
  });

  it.each([
    [
      'another user',
      ['Impersonate-User', 'root'],
      'users "root" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope',
    ],
    [
      'a group',
      ['Impersonate-User', 'bob', 'Impersonate-Group', 'system:masters'],
      'groups "system:masters" is forbidden: User "jane" cannot impersonate resource "groups" in API group "" at the cluster scope',
    ],
    [
      'other extra',
      ['Impersonate-User', 'bob', 'Impersonate-Extra-Project', 'x'],
      'userextras.authentication.k8s.io "x" is forbidden: User "jane" cannot impersonate resource "userextras/project" in API group "authentication.k8s.io" at the cluster scope',
    ],
    [
      'a service account of another namespace',
      ['Impersonate-User', 'system:serviceaccount:b:bot'],
      'serviceaccounts "bot" is forbidden: User "jane" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "b"',
    ],
  ])('refuses %s', (_name, headers, message) => {
    expect(check(...headers)).toBe(message);
  });
});
