import { describe, expect, it } from 'vitest';
import { union } from '../authorize.ts';
import { checkBindingWrite, checkRoleWrite } from './escalation.ts';
import { type ClusterRole, RBAC_GROUP, type RoleBinding } from './policy.ts';
import { defaultPolicy, memoryPolicy, testUser } from './policy-fixture.ts';
import { createRbacAuthorizer } from './rbac-authorizer.ts';
import { createRuleResolver } from './rule-resolver.ts';

const clusterRole = (name: string, rules: ClusterRole['rules']): ClusterRole => ({
  metadata: { name },
  rules: rules ?? [],
});
const bind = (user: string, role: string, namespace?: string): RoleBinding => ({
  metadata: { name: `${user}-${role}`, ...(namespace === undefined ? {} : { namespace }) },
  subjects: [{ kind: 'User', name: user }],
  roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: role },
});
const podGetter = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
const resolver = createRuleResolver(
  memoryPolicy(
    defaultPolicy({
      clusterRoles: [
        clusterRole('pod-getter', [podGetter]),
        clusterRole('escalator', [
          { verbs: ['escalate'], apiGroups: [RBAC_GROUP], resources: ['roles', 'clusterroles'] },
        ]),
        clusterRole('view-binder', [
          { verbs: ['bind'], apiGroups: [RBAC_GROUP], resources: ['clusterroles'], resourceNames: ['view'] },
        ]),
      ],
      clusterRoleBindings: [bind('getter', 'pod-getter'), bind('esc', 'escalator'), bind('lost', 'gone')],
      roleBindings: [bind('ann', 'admin', 'a'), bind('binder', 'view-binder', 'a')],
    }),
  ),
);
const authorizer = union(createRbacAuthorizer(resolver));
const as = (name: string, groups: string[] = []) => ({ user: testUser(name, groups), authorizer, resolver });
const role = (rules: ClusterRole['rules'], namespace = 'a') => ({
  metadata: { name: 'r', namespace },
  rules: rules ?? [],
});

describe('checkRoleWrite', () => {
  it.each([
    ['what the writer has everywhere', 'getter', [], role([podGetter])],
    ['what the writer has in the namespace', 'ann', [], role([{ ...podGetter, verbs: ['get', 'list'] }])],
    ['anything by the escalate verb', 'esc', [], role([{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }])],
    [
      'anything by system:masters',
      'x',
      ['system:masters'],
      clusterRole('r', [{ verbs: ['*'], nonResourceURLs: ['*'] }]),
    ],
  ])('lets %s be granted', (_name, user, groups, object) => {
    expect(checkRoleWrite(object, as(user, groups))).toBeUndefined();
  });

  it('refuses the rest, and lists it', () => {
    const error = checkRoleWrite(
      role([podGetter, { verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['nodes'] }]),
      as('getter', ['devs', 'system:authenticated']),
    );
    expect(error?.code).toBe(403);
    expect(error?.message).toBe(
      'roles.rbac.authorization.k8s.io "r" is forbidden: user "getter" (groups=["devs" "system:authenticated"]) is ' +
        'attempting to grant RBAC permissions not currently held:\n' +
        '{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list"]}\n' +
        '{APIGroups:["apps"], Resources:["nodes"], Verbs:["get" "list"]}',
    );
  });

  it("does not let a namespace's rights reach beyond it", () => {
    expect(checkRoleWrite(role([podGetter], 'b'), as('ann'))?.code).toBe(403);
    expect(checkRoleWrite(clusterRole('r', [podGetter]), as('ann'))?.code).toBe(403);
  });

  it('tells of bound roles that do not exist', () => {
    expect(checkRoleWrite(role([podGetter]), as('lost'))?.message).toContain(
      '; resolution errors: [clusterrole.rbac.authorization.k8s.io "gone" not found]',
    );
  });

  it('lets only those who may do everything aggregate', () => {
    const aggregated = {
      ...clusterRole('r', []),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
    };
    expect(checkRoleWrite(aggregated, as('getter'))?.message).toBe(
      'clusterroles.rbac.authorization.k8s.io "r" is forbidden: must have cluster-admin privileges to use the aggregationRule',
    );
    expect(checkRoleWrite(clusterRole('r', []), { ...as('getter'), old: aggregated })?.code).toBe(403);
    expect(checkRoleWrite(aggregated, as('x', ['system:masters']))).toBeUndefined();
  });

  it('lets anybody who may update it change what the garbage collector changes, but no label', () => {
    const old = clusterRole('r', [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]);
    const collected = { ...old, metadata: { ...old.metadata, finalizers: ['x'], ownerReferences: [{}] } };
    const labelled = {
      ...old,
      metadata: { ...old.metadata, labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    };
    expect(checkRoleWrite(collected, { ...as('getter'), old })).toBeUndefined();
    expect(checkRoleWrite(labelled, { ...as('getter'), old })?.code).toBe(403);
  });
});

describe('checkBindingWrite', () => {
  it.each([
    ['a role that the writer has', 'ann', bind('bob', 'admin', 'a')],
    ['a lesser role', 'ann', bind('bob', 'view', 'a')],
    ['a role by the bind verb', 'binder', bind('bob', 'view', 'a')],
  ])('lets %s be bound', (_name, user, object) => {
    expect(checkBindingWrite(object, as(user))).toBeUndefined();
  });

  it.each([
    [
      'a greater role',
      'ann',
      bind('bob', 'cluster-admin', 'a'),
      'rolebindings.rbac.authorization.k8s.io "bob-cluster-admin"',
    ],
    ['the same role in another namespace', 'ann', bind('bob', 'admin', 'b'), 'rolebindings.rbac.authorization.k8s.io'],
    ['the same role cluster-wide', 'ann', bind('bob', 'view'), 'clusterrolebindings.rbac.authorization.k8s.io'],
    [
      'another role than the bind verb names',
      'binder',
      bind('bob', 'edit', 'a'),
      'rolebindings.rbac.authorization.k8s.io',
    ],
  ])('refuses %s', (_name, user, object, start) => {
    const error = checkBindingWrite(object, as(user));
    expect(error?.code).toBe(403);
    expect(error?.message).toContain(start);
    expect(error?.message).toContain('is attempting to grant RBAC permissions not currently held:\n');
  });

  it('answers 404 for a role that does not exist, unless the writer may bind anything', () => {
    expect(checkBindingWrite(bind('bob', 'gone', 'a'), as('ann'))?.message).toBe(
      'clusterrole.rbac.authorization.k8s.io "gone" not found',
    );
    expect(checkBindingWrite(bind('bob', 'gone', 'a'), as('x', ['system:masters']))).toBeUndefined();
  });
});
