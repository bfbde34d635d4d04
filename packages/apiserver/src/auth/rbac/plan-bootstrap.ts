/**
 * What an apiserver writes at its start so that the default policy is there: missing objects are made, missing rules
 * and subjects are added. What an administrator has added stays, and an object whose autoupdate annotation says
 * `false` is left alone. Planning again after the writes gives nothing to do.
 */
import { isDeepStrictEqual } from 'node:util';
import { aggregateAll } from './aggregate.ts';
import { AUTOUPDATE_ANNOTATION, bootstrapPolicy, type Policy } from './bootstrap-policy.ts';
import {
  type ClusterRole,
  type LabelSelector,
  type PolicyMeta,
  type PolicyRule,
  type Role,
  type RoleBinding,
  type Subject,
} from './policy.ts';
import { missingPermissions } from './rule-covers.ts';

/** The kinds of policy objects, by the resource they are stored as. */
export type PolicyResource = 'clusterroles' | 'clusterrolebindings' | 'roles' | 'rolebindings';

/** One object to write. */
export interface PolicyWrite<T = ClusterRole | RoleBinding> {
  readonly resource: PolicyResource;
  /** `replace`: delete and create, because a binding's role cannot be changed. */
  readonly action: 'create' | 'update' | 'replace';
  /** The complete object; an update carries everything of the existing one that it does not change. */
  readonly object: T;
}

/** Plans the writes. `existing` holds all policy objects of the cluster (or of the namespaces of the defaults at least). */
export function planBootstrap(existing: Policy, wanted: Policy = bootstrapPolicy()): PolicyWrite[] {
  return [
    ...planClusterRoles(existing.clusterRoles, wanted.clusterRoles),
    ...planEach('clusterrolebindings', {
      existing: existing.clusterRoleBindings,
      wanted: wanted.clusterRoleBindings,
      reconcile: reconcileBinding,
    }),
    ...planEach<Role>('roles', { existing: existing.roles, wanted: wanted.roles, reconcile: reconcileRole }),
    ...planEach('rolebindings', {
      existing: existing.roleBindings,
      wanted: wanted.roleBindings,
      reconcile: reconcileBinding,
    }),
  ];
}

/** Aggregated roles get their rules at once, so that `edit` and `view` mean something before a controller runs. */
function planClusterRoles(
  existing: readonly ClusterRole[],
  wanted: readonly ClusterRole[],
): PolicyWrite<ClusterRole>[] {
  const writes = new Map<string, PolicyWrite<ClusterRole>>();
  const result = new Map(existing.map((role) => [keyOf(role.metadata), role]));
  for (const write of planEach('clusterroles', { existing, wanted, reconcile: reconcileRole })) {
    writes.set(keyOf(write.object.metadata), write);
    result.set(keyOf(write.object.metadata), write.object);
  }
  const aggregated = aggregateAll([...result.values()]);
  for (const { metadata, aggregationRule } of wanted) {
    const role = result.get(keyOf(metadata));
    const rules = aggregated.get(metadata.name ?? '') ?? [];
    if (
      aggregationRule === undefined ||
      role === undefined ||
      isProtected(role) ||
      isDeepStrictEqual(rules, role.rules)
    )
      continue;
    const { action } = writes.get(keyOf(metadata)) ?? { action: 'update' as const };
    writes.set(keyOf(metadata), { resource: 'clusterroles', action, object: { ...role, rules } });
  }
  return [...writes.values()];
}

interface PlanEach<T> {
  readonly existing: readonly T[];
  readonly wanted: readonly T[];
  readonly reconcile: (found: T, wanted: T) => Pick<PolicyWrite<T>, 'action' | 'object'> | undefined;
}

function planEach<T extends ClusterRole | RoleBinding>(
  resource: PolicyResource,
  { existing, wanted, reconcile }: PlanEach<T>,
): PolicyWrite<T>[] {
  const found = new Map(existing.map((object) => [keyOf(object.metadata), object]));
  return wanted.flatMap((object): PolicyWrite<T>[] => {
    const present = found.get(keyOf(object.metadata));
    if (present === undefined) return [{ resource, action: 'create', object }];
    const change = isProtected(present) ? undefined : reconcile(present, object);
    return change === undefined ? [] : [{ resource, ...change }];
  });
}

function isProtected({ metadata }: { readonly metadata: PolicyMeta }): boolean {
  return metadata.annotations?.[AUTOUPDATE_ANNOTATION] === 'false';
}

function reconcileRole<T extends ClusterRole>(found: T, wanted: T): { action: 'update'; object: T } | undefined {
  const metadata = withMetadata(found.metadata, wanted.metadata);
  const selectors = missingSelectors(found, wanted);
  // The rules of an aggregated role are none of ours.
  const isAggregated = wanted.aggregationRule !== undefined;
  const missing = isAggregated ? [] : missingPermissions(found.rules ?? [], wanted.rules ?? []);
  if (metadata === found.metadata && selectors.length === 0 && missing.length === 0) return undefined;
  const rules =
    missing.length === 0 ? {} : { rules: [...(found.rules ?? []), ...compact(wanted.rules ?? [], missing)] };
  const aggregation =
    selectors.length === 0
      ? {}
      : {
          aggregationRule: {
            clusterRoleSelectors: [...(found.aggregationRule?.clusterRoleSelectors ?? []), ...selectors],
          },
        };
  return { action: 'update', object: { ...found, metadata, ...rules, ...aggregation } };
}

/** The wanted rules that lack nothing but were not covered as a whole are added whole: they read better than pieces. */
function compact(wanted: readonly PolicyRule[], missing: readonly PolicyRule[]): PolicyRule[] {
  return wanted.filter((rule) => missing.some((permission) => missingPermissions([rule], [permission]).length === 0));
}

function missingSelectors(found: ClusterRole, wanted: ClusterRole): LabelSelector[] {
  const present = new Set(
    (found.aggregationRule?.clusterRoleSelectors ?? []).map((selector) => JSON.stringify(selector)),
  );
  return (wanted.aggregationRule?.clusterRoleSelectors ?? []).filter(
    (selector) => !present.has(JSON.stringify(selector)),
  );
}

function reconcileBinding(
  found: RoleBinding,
  wanted: RoleBinding,
): { action: 'update' | 'replace'; object: RoleBinding } | undefined {
  const { kind, name } = wanted.roleRef;
  if (found.roleRef.kind !== kind || found.roleRef.name !== name) return { action: 'replace', object: wanted };
  const metadata = withMetadata(found.metadata, wanted.metadata);
  const missing = (wanted.subjects ?? []).filter(
    (subject) => !(found.subjects ?? []).some((other) => sameSubject(subject, other)),
  );
  if (metadata === found.metadata && missing.length === 0) return undefined;
  const subjects = missing.length === 0 ? {} : { subjects: [...(found.subjects ?? []), ...missing] };
  return { action: 'update', object: { ...found, metadata, ...subjects } };
}

function sameSubject(one: Subject, other: Subject): boolean {
  return (
    one.kind === other.kind &&
    one.name === other.name &&
    (one.namespace ?? '') === (other.namespace ?? '') &&
    (one.apiGroup ?? '') === (other.apiGroup ?? '')
  );
}

/** The metadata with the wanted labels and annotations; the same object when it has them all. */
function withMetadata(found: PolicyMeta, wanted: PolicyMeta): PolicyMeta {
  const lacks = (have: Readonly<Record<string, string>> = {}, want: Readonly<Record<string, string>> = {}) =>
    Object.entries(want).some(([key, value]) => have[key] !== value);
  if (!lacks(found.labels, wanted.labels) && !lacks(found.annotations, wanted.annotations)) return found;
  return {
    ...found,
    labels: { ...found.labels, ...wanted.labels },
    annotations: { ...found.annotations, ...wanted.annotations },
  };
}

function keyOf({ namespace = '', name = '' }: PolicyMeta): string {
  return `${namespace}/${name}`;
}
