/**
 * Nobody can give away what they do not have: who writes a role must hold its rules (or the verb `escalate`), who
 * writes a binding must hold the rules of the role (or the verb `bind`).
 */
import { isDeepStrictEqual } from 'node:util';
import { forbidden, notFound, quote, type StatusError } from '@wherry/api';
import { resourceAttributes } from '../attributes.ts';
import { type Authorizer } from '../authorize.ts';
import { MASTERS_GROUP, type UserInfo } from '../user.ts';
import { compactRules, describeRule, quoteList } from './describe-policy.ts';
import {
  type AggregationRule,
  type ClusterRole,
  type PolicyMeta,
  type PolicyRule,
  RBAC_GROUP,
  type RoleBinding,
  type RoleRef,
} from './policy.ts';
import { missingPermissions } from './rule-covers.ts';
import { type RuleResolver } from './rule-resolver.ts';

/** Who writes, and what decides. */
export interface EscalationContext {
  readonly user: UserInfo;
  readonly authorizer: Authorizer;
  readonly resolver: RuleResolver;
}

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** Judges the creation of a Role or ClusterRole, or a change to one (`old`). Returns the 403, if it is one. */
export function checkRoleWrite(
  role: ClusterRole,
  { old, ...context }: EscalationContext & { readonly old?: ClusterRole },
): StatusError | undefined {
  const { name = '', namespace = '' } = role.metadata;
  const resource = namespace === '' ? 'clusterroles' : 'roles';
  if (mayEscalate(context, { resource, namespace, name })) return undefined;
  if (old !== undefined && onlyCollects(role, old)) return undefined;
  const target = { resource: { group: RBAC_GROUP, resource }, name };
  const refusal = refuseGrant(role.rules ?? [], { ...context, namespace });
  if (refusal !== undefined) return forbidden(refusal, target);
  // An aggregated role takes in whatever is labelled for it, at any time.
  const isAggregated = aggregates(role.aggregationRule) || aggregates(old?.aggregationRule);
  return isAggregated && refuseGrant(EVERYTHING, { ...context, namespace }) !== undefined
    ? forbidden('must have cluster-admin privileges to use the aggregationRule', target)
    : undefined;
}

/** Judges the creation of a RoleBinding or ClusterRoleBinding, or a change to one (`old`). Returns the 403 or 404, if it is one. */
export function checkBindingWrite(
  binding: RoleBinding,
  { old, ...context }: EscalationContext & { readonly old?: RoleBinding },
): StatusError | undefined {
  const { name = '', namespace = '' } = binding.metadata;
  const { roleRef } = binding;
  if (context.user.groups.includes(MASTERS_GROUP) || mayBind(context, roleRef, namespace)) return undefined;
  if (old !== undefined && onlyCollects(binding, old)) return undefined;
  const rules = context.resolver.rulesOf(roleRef, namespace);
  if ('missing' in rules) {
    const kind = roleRef.kind === 'Role' ? 'role' : 'clusterrole';
    return notFound({ group: RBAC_GROUP, resource: kind }, roleRef.name);
  }
  const refusal = refuseGrant(rules, { ...context, namespace });
  const resource = namespace === '' ? 'clusterrolebindings' : 'rolebindings';
  return refusal === undefined ? undefined : forbidden(refusal, { resource: { group: RBAC_GROUP, resource }, name });
}

function mayEscalate(
  { user, authorizer }: EscalationContext,
  { resource, namespace, name }: { resource: string; namespace: string; name: string },
): boolean {
  if (user.groups.includes(MASTERS_GROUP)) return true;
  const attributes = resourceAttributes({
    user,
    verb: 'escalate',
    group: RBAC_GROUP,
    version: 'v1',
    resource,
    namespace,
    name,
  });
  return authorizer.authorize(attributes).decision === 'allow';
}

function mayBind({ user, authorizer }: EscalationContext, { kind, name }: RoleRef, namespace: string): boolean {
  if (kind !== 'Role' && kind !== 'ClusterRole') return false;
  const resource = kind === 'Role' ? 'roles' : 'clusterroles';
  const attributes = resourceAttributes({ user, verb: 'bind', group: RBAC_GROUP, resource, namespace, name });
  return authorizer.authorize(attributes).decision === 'allow';
}

/** Why the user may not grant these rules, or undefined. */
function refuseGrant(
  rules: readonly PolicyRule[],
  { user, resolver, namespace }: EscalationContext & { namespace: string },
): string | undefined {
  const cluster = resolver.clusterRules(user);
  const local = namespace === '' ? { rules: [], errors: [] } : resolver.namespaceRules(user, namespace);
  const held = [...cluster.rules, ...local.rules].map(({ rule }) => rule);
  const missing = compactRules(missingPermissions(held, rules));
  if (missing.length === 0) return undefined;
  const lines = [...new Set(missing.map(describeRule))].toSorted();
  const who = `user ${quote(user.name)} (groups=${quoteList(user.groups)})`;
  const errors = [...cluster.errors, ...local.errors];
  const resolution = errors.length === 0 ? '' : `; resolution errors: [${errors.join(' ')}]`;
  return `${who} is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}${resolution}`;
}

function aggregates(rule: AggregationRule | undefined): boolean {
  return (rule?.clusterRoleSelectors?.length ?? 0) > 0;
}

/**
 * Whether a change touches only what the garbage collector changes. Labels count as policy: by a label an aggregated
 * role takes in another.
 */
function onlyCollects(changed: WithMeta, old: WithMeta): boolean {
  return isDeepStrictEqual(withoutBookkeeping(changed), withoutBookkeeping(old));
}

interface WithMeta {
  readonly metadata: PolicyMeta;
}

function withoutBookkeeping(object: WithMeta): WithMeta {
  const ignored = { ownerReferences: [], finalizers: [], managedFields: [], resourceVersion: '', generation: 0 };
  return { ...object, metadata: { ...object.metadata, ...ignored } };
}
