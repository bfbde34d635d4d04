/**
 * Which rules a user has. What has been found is kept for as long as the policy does not change; it hangs on the user
 * object itself, which lives as long as its connection or its cached token, so nothing has to be evicted.
 */
import { quote } from '@wherry/api';
import { type UserInfo } from '../user.ts';
import { type BindingIndex, type Grant, indexBindings } from './binding-index.ts';
import { type PolicyRule, type PolicySource, RBAC_GROUP, type RoleRef } from './policy.ts';

/** A rule, and how the user came by it. */
export interface GrantedRule extends Grant {
  readonly rule: PolicyRule;
}

/** The rules of a user in one scope; `errors` tell of roles that are bound but do not exist. */
export interface ResolvedRules {
  readonly rules: readonly GrantedRule[];
  readonly errors: readonly string[];
}

export interface RuleResolver {
  /** What the user may do everywhere. */
  clusterRules(user: UserInfo): ResolvedRules;
  /** What the user may do in this namespace beyond that. */
  namespaceRules(user: UserInfo, namespace: string): ResolvedRules;
  /** The rules of a role, or a message that it does not exist. */
  rulesOf(ref: RoleRef, namespace: string): readonly PolicyRule[] | { readonly missing: string };
}

/** Makes a resolver over the cluster's policy. */
export function createRuleResolver(source: PolicySource): RuleResolver {
  let snapshot = createSnapshot(source);
  const current = () => {
    if (snapshot.version !== source.version()) snapshot = createSnapshot(source);
    return snapshot;
  };
  return {
    clusterRules: (user) => current().resolve(user, ''),
    namespaceRules: (user, namespace) => current().resolve(user, namespace),
    rulesOf: (ref, namespace) => rulesOf(source, ref, namespace),
  };
}

interface Snapshot {
  readonly version: string | number;
  resolve(user: UserInfo, namespace: string): ResolvedRules;
}

function createSnapshot(source: PolicySource): Snapshot {
  const version = source.version();
  const indexes = new Map<string, BindingIndex>();
  const resolved = new WeakMap<UserInfo, Map<string, ResolvedRules>>();
  const indexOf = (namespace: string) => {
    const known = indexes.get(namespace);
    if (known !== undefined) return known;
    const bindings = namespace === '' ? source.clusterRoleBindings() : source.roleBindings(namespace);
    const index = indexBindings(bindings, namespace);
    indexes.set(namespace, index);
    return index;
  };
  return {
    version,
    resolve(user, namespace) {
      let scopes = resolved.get(user);
      if (scopes === undefined) {
        scopes = new Map();
        resolved.set(user, scopes);
      }
      let rules = scopes.get(namespace);
      if (rules === undefined) {
        rules = resolveGrants(source, indexOf(namespace).grantsFor(user), namespace);
        scopes.set(namespace, rules);
      }
      return rules;
    },
  };
}

function resolveGrants(source: PolicySource, grants: readonly Grant[], namespace: string): ResolvedRules {
  const rules: GrantedRule[] = [];
  const errors: string[] = [];
  for (const grant of grants) {
    const found = rulesOf(source, grant.binding.roleRef, namespace);
    if ('missing' in found) errors.push(found.missing);
    else rules.push(...found.map((rule) => ({ ...grant, rule })));
  }
  return { rules, errors };
}

function rulesOf(
  source: PolicySource,
  { kind, name }: RoleRef,
  namespace: string,
): readonly PolicyRule[] | { missing: string } {
  if (kind !== 'Role' && kind !== 'ClusterRole') return { missing: `unsupported role reference kind: ${quote(kind)}` };
  const role = kind === 'Role' ? source.role(namespace, name) : source.clusterRole(name);
  return role === undefined
    ? { missing: `${kind.toLowerCase()}.${RBAC_GROUP} ${quote(name)} not found` }
    : (role.rules ?? []);
}
