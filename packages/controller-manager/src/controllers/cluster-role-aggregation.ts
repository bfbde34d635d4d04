/** Fills ClusterRoles that are put together from others with the rules of those. */
import { compileLabelSelector } from '@wherry/api';
import { ClusterRoles, type ClusterRole, type PolicyRule } from '@wherry/api/rbac-v1';
import { keyOf, keysFrom, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';

const NAME = 'clusterrole-aggregation-controller';

export const clusterRoleAggregationEntry = controlLoop(NAME, clusterRoleAggregationController);

async function clusterRoleAggregationController({ client, informers }: ControllerContext): Promise<Controller> {
  const roles = await informers.get(ClusterRoles);
  return {
    name: NAME,
    workers: 5,
    sources: [
      // Any role may be a part of any that is put together; those are few.
      keysFrom(roles, () => roles.list().filter(isAggregated).map(keyOf)),
    ],
    async reconcile(name) {
      const role = roles.get(name);
      if (role === undefined || !isAggregated(role)) return;
      const rules = aggregatedRules(role, roles.list());
      if (JSON.stringify(rules) === JSON.stringify(role.rules ?? [])) return;
      await client.update(ClusterRoles, { ...role, rules });
    },
  };
}

const isAggregated = ({ aggregationRule }: Readonly<ClusterRole>): boolean => aggregationRule !== undefined;

/** The rules of all roles that a role is put together from, selector by selector, in the order of their names. */
export function aggregatedRules(
  { aggregationRule, metadata }: Readonly<ClusterRole>,
  roles: readonly Readonly<ClusterRole>[],
): PolicyRule[] {
  const rules = new Map<string, PolicyRule>();
  for (const selector of aggregationRule?.clusterRoleSelectors ?? []) {
    const matcher = compileLabelSelector(selector);
    const parts = roles
      .filter((role) => role.metadata.name !== metadata.name && matcher.matches(role.metadata.labels ?? {}))
      .toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
    for (const rule of parts.flatMap((role) => role.rules ?? [])) {
      const text = JSON.stringify(rule);
      if (!rules.has(text)) rules.set(text, rule);
    }
  }
  return [...rules.values()];
}
