import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { ClusterRoleBinding } from './cluster-role-binding.ts';
import { ClusterRole } from './cluster-role.ts';
import {
  validateClusterRoleBinding,
  validateRoleBinding,
  validateRoleBindingUpdate,
} from './role-binding-validation.ts';
import { RoleBinding } from './role-binding.ts';
import { validateClusterRole, validateRole } from './role-validation.ts';
import { Role } from './role.ts';
import { strategies } from './strategies.ts';

const GROUP = 'rbac.authorization.k8s.io';
const role = (...rules: object[]): Role => decodeJson(Role, { rules }).value;
const binding = (json: object): RoleBinding =>
  decodeJson(RoleBinding, { roleRef: { kind: 'Role', name: 'reader' }, ...json }).value;

describe('validateRole', () => {
  it.each<[string, object, string[]]>([
    ['reading pods', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }, []],
    [
      'a rule that says nothing',
      {},
      [
        'rules[0].verbs: Required value: verbs must contain at least one value',
        'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
        'rules[0].resources: Required value: resource rules must supply at least one resource',
      ],
    ],
    [
      'paths within a namespace',
      { verbs: ['get'], nonResourceURLs: ['/metrics'] },
      ['rules[0].nonResourceURLs: Invalid value: ["/metrics"]: namespaced rules cannot apply to non-resource URLs'],
    ],
  ])('%s', (_name, rule, expected) => {
    expect(validateRole(role(rule)).map(String)).toEqual(expected);
  });
});

describe('validateClusterRole', () => {
  const clusterRole = (json: object): ClusterRole => decodeJson(ClusterRole, json).value;

  it('paths and resources in one rule', () => {
    const rule = { verbs: ['get'], nonResourceURLs: ['/metrics'], resources: ['pods'] };
    expect(validateClusterRole(clusterRole({ rules: [rule] })).map(String)).toEqual([
      'rules[0].nonResourceURLs: Invalid value: ["/metrics"]: rules cannot apply to both regular resources and non-resource URLs',
    ]);
  });

  it('an aggregation of nothing', () => {
    expect(validateClusterRole(clusterRole({ aggregationRule: {} })).map(String)).toEqual([
      'aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
    ]);
  });

  it('an aggregation by a selector that cannot be used', () => {
    const selector = { matchExpressions: [{ key: 'a', operator: 'Like', values: ['b'] }] };
    expect(
      validateClusterRole(clusterRole({ aggregationRule: { clusterRoleSelectors: [selector] } })).map(String),
    ).toEqual([
      'aggregationRule.clusterRoleSelectors[0].matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator',
      'aggregationRule.clusterRoleSelectors[0]: Invalid value: null: invalid label selector.',
    ]);
  });
});

describe('validateRoleBinding', () => {
  it.each<[string, object, string[]]>([
    [
      'a user, a group and a service account',
      {
        subjects: [
          { kind: 'User', apiGroup: GROUP, name: 'ann' },
          { kind: 'Group', apiGroup: GROUP, name: 'devs' },
          { kind: 'ServiceAccount', name: 'robot' },
        ],
      },
      [],
    ],
    [
      'a role of another kind',
      { roleRef: { kind: 'Roll', name: 'r' } },
      ['roleRef.kind: Unsupported value: "Roll": supported values: "Role", "ClusterRole"'],
    ],
    ['a role without a name', { roleRef: { kind: 'Role' } }, ['roleRef.name: Required value']],
    [
      'a subject of no kind',
      { subjects: [{ name: 'x' }] },
      ['subjects[0].kind: Unsupported value: "": supported values: "ServiceAccount", "User", "Group"'],
    ],
    [
      'a user without a name',
      { subjects: [{ kind: 'User', apiGroup: GROUP }] },
      ['subjects[0].name: Required value', 'subjects[0].name: Invalid value: "": user name cannot be empty'],
    ],
    [
      'a service account of a group',
      { subjects: [{ kind: 'ServiceAccount', apiGroup: 'apps', name: 'x' }] },
      ['subjects[0].apiGroup: Unsupported value: "apps": supported values: ""'],
    ],
  ])('%s', (_name, json, expected) => {
    expect(validateRoleBinding(binding(json)).map(String)).toEqual(expected);
  });

  it('refuses to give another role later', () => {
    const other = binding({ roleRef: { kind: 'Role', name: 'writer' } });
    expect(validateRoleBindingUpdate(other, binding({})).map(String)).toEqual([
      'roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"writer"}: cannot change roleRef',
    ]);
  });

  it('knows the group of users and groups', () => {
    const { strategy } = strategies.find(({ resource }) => resource.kind === 'RoleBinding') ?? {};
    const drafted = binding({
      subjects: [
        { kind: 'User', name: 'ann' },
        { kind: 'ServiceAccount', name: 'robot' },
      ],
    });
    strategy?.defaults?.(drafted);
    expect(drafted.subjects?.map(({ apiGroup }) => apiGroup)).toEqual([GROUP, undefined]);
  });
});

describe('validateClusterRoleBinding', () => {
  it('a role of a namespace, for a service account of none', () => {
    const { value } = decodeJson(ClusterRoleBinding, {
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [{ kind: 'ServiceAccount', name: 'robot' }],
    });
    expect(validateClusterRoleBinding(value).map(String)).toEqual([
      'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
      'subjects[0].namespace: Required value',
    ]);
  });
});
