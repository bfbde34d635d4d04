import { describe, expect, it } from 'vitest';
import { aggregateAll, matchesLabels } from './aggregate.ts';
import { bootstrapPolicy, type Policy } from './bootstrap-policy.ts';
import { planBootstrap, type PolicyWrite } from './plan-bootstrap.ts';
import { type ClusterRole, RBAC_GROUP } from './policy.ts';

const nothing: Policy = { clusterRoles: [], clusterRoleBindings: [], roles: [], roleBindings: [] };
const isRole = ({ resource }: PolicyWrite) => resource === 'clusterroles' || resource === 'roles';

/** The policy after the writes. */
function apply(policy: Policy, writes: readonly PolicyWrite[]): Policy {
  const merge = <T extends { metadata: { name?: string; namespace?: string } }>(
    resource: string,
    objects: readonly T[],
  ) => {
    const key = ({ metadata }: T) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
    const all = new Map(objects.map((object) => [key(object), object]));
    for (const write of writes)
      if (write.resource === resource) all.set(key(write.object as unknown as T), write.object as unknown as T);
    return [...all.values()];
  };
  return {
    clusterRoles: merge('clusterroles', policy.clusterRoles),
    clusterRoleBindings: merge('clusterrolebindings', policy.clusterRoleBindings),
    roles: merge('roles', policy.roles),
    roleBindings: merge('rolebindings', policy.roleBindings),
  };
}

const complete = apply(nothing, planBootstrap(nothing));
const find = (name: string) => complete.clusterRoles.find(({ metadata }) => metadata.name === name);
const withRole = (role: ClusterRole): Policy => ({
  ...complete,
  clusterRoles: complete.clusterRoles.map((other) => (other.metadata.name === role.metadata.name ? role : other)),
});

describe('bootstrapPolicy', () => {
  it('has the objects of Kubernetes 1.35, and our own', () => {
    const policy = bootstrapPolicy();
    expect(
      policy.clusterRoles
        .map(({ metadata }) => metadata.name ?? '')
        .filter((name) => !name.startsWith('system:controller:'))
        .toSorted(),
    ).toEqual([
      'admin',
      'cluster-admin',
      'edit',
      'system:aggregate-to-admin',
      'system:aggregate-to-edit',
      'system:aggregate-to-view',
      'system:aggregated-metrics-reader',
      'system:auth-delegator',
      'system:basic-user',
      'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
      'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
      'system:certificates.k8s.io:kube-apiserver-client-approver',
      'system:certificates.k8s.io:kube-apiserver-client-kubelet-approver',
      'system:certificates.k8s.io:kubelet-serving-approver',
      'system:certificates.k8s.io:legacy-unknown-approver',
      'system:discovery',
      'system:heapster',
      'system:kube-aggregator',
      'system:kube-controller-manager',
      'system:kube-dns',
      'system:kube-scheduler',
      'system:kubelet-api-admin',
      'system:monitoring',
      'system:node',
      'system:node-bootstrapper',
      'system:node-problem-detector',
      'system:node-proxier',
      'system:persistent-volume-provisioner',
      'system:public-info-viewer',
      'system:service-account-issuer-discovery',
      'system:volume-scheduler',
      'system:wherry:addons',
      'system:wherry:dns',
      'system:wherry:gate',
      'system:wherry:ingress',
      'view',
    ]);
    const controllers = policy.clusterRoles.filter(({ metadata }) => metadata.name?.startsWith('system:controller:'));
    expect(controllers).toHaveLength(37);
    expect(policy.clusterRoleBindings).toHaveLength(12 + 37 + 8);
    expect(policy.roles).toHaveLength(7);
    expect(policy.roleBindings).toHaveLength(7);
  });

  it('names nothing twice, and binds only roles that exist', () => {
    const policy = bootstrapPolicy();
    const names = policy.clusterRoles.map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { roleRef } of policy.clusterRoleBindings) expect(names).toContain(roleRef.name);
    for (const { roleRef, metadata } of policy.roleBindings) {
      expect(policy.roles.map((role) => [role.metadata.namespace, role.metadata.name])).toContainEqual([
        metadata.namespace,
        roleRef.name,
      ]);
    }
  });

  it('writes verbs, groups and resources in order, and marks every object as a default', () => {
    const policy = bootstrapPolicy();
    for (const { rules } of [...policy.clusterRoles, ...policy.roles]) {
      for (const { verbs, apiGroups = [], resources = [] } of rules ?? []) {
        for (const list of [verbs, apiGroups, resources]) expect(list).toEqual(list.toSorted());
      }
    }
    for (const { metadata } of [...policy.clusterRoleBindings, ...policy.roleBindings]) {
      expect(metadata.labels).toEqual({ 'kubernetes.io/bootstrapping': 'rbac-defaults' });
      expect(metadata.annotations).toEqual({ 'rbac.authorization.kubernetes.io/autoupdate': 'true' });
    }
  });
});

describe('planBootstrap', () => {
  it('creates everything in an empty cluster, and then has nothing more to do', () => {
    const writes = planBootstrap(nothing);
    expect(writes.every(({ action }) => action === 'create')).toBe(true);
    expect(planBootstrap(complete)).toEqual([]);
  });

  it('fills the aggregated roles: admin contains edit, which contains view', () => {
    const count = (name: string) => find(name)?.rules?.length ?? 0;
    expect(count('view')).toBeGreaterThan(5);
    expect(count('edit')).toBeGreaterThan(count('view'));
    expect(count('admin')).toBe(count('edit') + 2);
    expect(find('edit')?.rules).toEqual(expect.arrayContaining([...(find('view')?.rules ?? [])]));
  });

  it('adds rules that are missing, and keeps those that somebody added', () => {
    const added = { verbs: ['frob'], apiGroups: ['x'], resources: ['y'] };
    const dns = { metadata: find('system:kube-dns')?.metadata ?? {}, rules: [added] };
    const [write, ...more] = planBootstrap(withRole(dns));
    expect(more).toEqual([]);
    expect(write?.action).toBe('update');
    expect(write?.object).toEqual({ ...dns, rules: [added, ...(find('system:kube-dns')?.rules ?? [])] });
  });

  it('has nothing to add where a wider rule is', () => {
    const dns = {
      metadata: find('system:kube-dns')?.metadata ?? {},
      rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    };
    expect(planBootstrap(withRole(dns))).toEqual([]);
  });

  it('puts labels and annotations back, and keeps other ones', () => {
    const role: ClusterRole = {
      ...find('system:kube-dns'),
      metadata: { name: 'system:kube-dns', labels: { mine: 'x' } },
    };
    const [write] = planBootstrap(withRole(role));
    expect(write?.object.metadata).toEqual({
      name: 'system:kube-dns',
      labels: { mine: 'x', 'kubernetes.io/bootstrapping': 'rbac-defaults' },
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    });
  });

  it('leaves an object alone whose annotation says so', () => {
    const metadata = {
      name: 'system:kube-dns',
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' },
    };
    expect(planBootstrap(withRole({ metadata, rules: [] }))).toEqual([]);
  });

  it('adds subjects to a binding, and replaces one that binds another role', () => {
    const change = (change: object): Policy => ({
      ...complete,
      clusterRoleBindings: complete.clusterRoleBindings.map((binding) =>
        binding.metadata.name === 'system:kube-dns' ? { ...binding, ...change } : binding,
      ),
    });
    const mine = { kind: 'User', apiGroup: RBAC_GROUP, name: 'me' };
    const [added] = planBootstrap(change({ subjects: [mine] }));
    expect(added?.action).toBe('update');
    expect(added?.object).toMatchObject({
      subjects: [mine, { kind: 'ServiceAccount', name: 'kube-dns', namespace: 'kube-system' }],
    });
    const [replaced] = planBootstrap(change({ roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: 'view' } }));
    expect(replaced?.action).toBe('replace');
    expect(replaced?.object).toMatchObject({ roleRef: { name: 'system:kube-dns' } });
  });

  it('takes roles of the cluster that are labelled for aggregation into the default ones', () => {
    const rules = [{ verbs: ['get'], apiGroups: ['stable.example.com'], resources: ['crontabs'] }];
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    const writes = planBootstrap({
      ...complete,
      clusterRoles: [...complete.clusterRoles, { metadata: { name: 'crontabs', labels }, rules }],
    });
    expect(writes.map(({ object }) => object.metadata.name)).toEqual(['admin', 'edit', 'view']);
    for (const write of writes.filter(isRole))
      expect(write.object).toMatchObject({ rules: expect.arrayContaining(rules) });
  });
});

describe('aggregateAll', () => {
  it('settles even where roles aggregate each other', () => {
    const role = (name: string, of: string): ClusterRole => ({
      metadata: { name, labels: { [name]: '' } },
      rules: null,
      aggregationRule: {
        clusterRoleSelectors: [{ matchExpressions: [{ key: of, operator: 'Exists' }] }, { matchLabels: { leaf: 'x' } }],
      },
    });
    const rule = { verbs: ['get'], nonResourceURLs: ['/x'] };
    const leaf = { metadata: { name: 'leaf', labels: { leaf: 'x' } }, rules: [rule] };
    expect(aggregateAll([role('a', 'b'), role('b', 'a'), leaf])).toEqual(
      new Map([
        ['a', [rule]],
        ['b', [rule]],
      ]),
    );
  });
});

describe('matchesLabels', () => {
  it.each([
    [{ matchLabels: { a: '1' } }, { a: '1', b: '2' }, true],
    [{ matchLabels: { a: '1' } }, { a: '2' }, false],
    [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['1'] }] }, {}, false],
    [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, {}, true],
    [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, { a: '1' }, false],
    [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }, { a: '' }, true],
    [{ matchExpressions: [{ key: 'constructor', operator: 'Exists' }] }, {}, false],
    [{ matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, { a: '' }, false],
    [{ matchExpressions: [{ key: 'a', operator: 'Near' }] }, { a: '' }, false],
    [{}, {}, true],
  ])('%j on %j: %s', (selector, labels, matches) => {
    expect(matchesLabels(selector, labels as Record<string, string>)).toBe(matches);
  });
});
