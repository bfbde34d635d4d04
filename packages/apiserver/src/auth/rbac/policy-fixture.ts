/** For tests: a policy held in memory, and users. */
import { type UserInfo } from '../user.ts';
import { bootstrapPolicy, type Policy } from './bootstrap-policy.ts';
import { aggregateAll } from './aggregate.ts';
import { type PolicySource } from './policy.ts';

/** A user of that name and those groups. */
export function testUser(name: string, groups: readonly string[] = []): UserInfo {
  return { name, groups, extra: {} };
}

/** A policy source over plain lists. `change` replaces parts of the policy, and with them the version. */
export function memoryPolicy(initial: Partial<Policy>): PolicySource & { change(parts: Partial<Policy>): void } {
  let policy: Policy = { clusterRoles: [], clusterRoleBindings: [], roles: [], roleBindings: [], ...initial };
  let version = 1;
  return {
    version: () => version,
    clusterRole: (name) => policy.clusterRoles.find(({ metadata }) => metadata.name === name),
    role: (namespace, name) =>
      policy.roles.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
    clusterRoleBindings: () => policy.clusterRoleBindings,
    roleBindings: (namespace) => policy.roleBindings.filter(({ metadata }) => metadata.namespace === namespace),
    change(parts) {
      policy = { ...policy, ...parts };
      version++;
    },
  };
}

/** The default policy with its aggregated roles filled in, and more bindings. */
export function defaultPolicy(more: Partial<Policy> = {}): Policy {
  const { clusterRoles, ...policy } = bootstrapPolicy();
  const rules = aggregateAll(clusterRoles);
  return {
    clusterRoles: [
      ...clusterRoles.map((role) => ({ ...role, rules: rules.get(role.metadata.name ?? '') ?? role.rules ?? null })),
      ...(more.clusterRoles ?? []),
    ],
    clusterRoleBindings: [...policy.clusterRoleBindings, ...(more.clusterRoleBindings ?? [])],
    roles: [...policy.roles, ...(more.roles ?? [])],
    roleBindings: [...policy.roleBindings, ...(more.roleBindings ?? [])],
  };
}
