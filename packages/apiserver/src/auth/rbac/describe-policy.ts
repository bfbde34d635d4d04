/** How messages name rules and bindings, in Kubernetes' own form. */
import { quote } from '@wherry/api';
import { type PolicyRule, type RoleBinding, type Subject } from './policy.ts';

/** A list as messages write it: `["a" "b"]`. */
export function quoteList(items: readonly string[]): string {
  return `[${items.map(quote).join(' ')}]`;
}

/** A rule on one line: `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "list"]}`. */
export function describeRule(rule: PolicyRule): string {
  const parts = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ] as const;
  const shown = parts.flatMap(([name, list]) => (list?.length ? [`${name}:${quoteList(list)}`] : []));
  return `{${shown.join(', ')}}`;
}

/** Why a rule applies: `ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"`. */
export function describeGrant(binding: RoleBinding, subject: Subject): string {
  const { name = '', namespace } = binding.metadata;
  const { kind, name: role } = binding.roleRef;
  const which =
    namespace === undefined ? `ClusterRoleBinding ${quote(name)}` : `RoleBinding ${quote(`${name}/${namespace}`)}`;
  return `${which} of ${kind} ${quote(role)} to ${describeSubject(subject, namespace ?? '')}`;
}

function describeSubject({ kind, name, namespace = '' }: Subject, bindingNamespace: string): string {
  if (kind !== 'ServiceAccount') return `${kind} ${quote(name)}`;
  return `${kind} ${quote(`${name}/${namespace === '' ? bindingNamespace : namespace}`)}`;
}

/**
 * Joins permissions that differ in nothing but their verb, so that messages stay short. Others are left as they are,
 * in the order in which they come.
 */
export function compactRules(permissions: readonly PolicyRule[]): PolicyRule[] {
  const byTarget = new Map<string, PolicyRule>();
  for (const [position, permission] of permissions.entries()) {
    const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = permission;
    const isSimple =
      apiGroups.length === 1 && resources.length === 1 && resourceNames.length <= 1 && nonResourceURLs.length === 0;
    const target = isSimple ? JSON.stringify([apiGroups, resources, resourceNames]) : `#${position}`;
    const known = byTarget.get(target);
    byTarget.set(target, known === undefined ? permission : { ...known, verbs: [...known.verbs, ...permission.verbs] });
  }
  return [...byTarget.values()];
}
