/** Aggregated ClusterRoles: their rules are those of all ClusterRoles whose labels their selectors match. */
import { type ClusterRole, type LabelSelector, type PolicyRule } from './policy.ts';

/**
 * The rules that an aggregated role should have.
 *
 * @param all every ClusterRole of the cluster, in any order.
 */
export function aggregateRules(role: ClusterRole, all: Iterable<ClusterRole>): PolicyRule[] {
  const candidates = [...all]
    .filter(({ metadata }) => metadata.name !== role.metadata.name)
    .toSorted((one, other) => compareNames(one.metadata.name ?? '', other.metadata.name ?? ''));
  const rules = new Map<string, PolicyRule>();
  for (const selector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    for (const candidate of candidates) {
      if (!matchesLabels(selector, candidate.metadata.labels ?? {})) continue;
      for (const rule of candidate.rules ?? []) rules.set(identityOf(rule), rules.get(identityOf(rule)) ?? rule);
    }
  }
  return [...rules.values()];
}

/** The rules of all aggregated roles once they have settled, by name; roles may aggregate aggregated roles. */
export function aggregateAll(all: readonly ClusterRole[]): Map<string, PolicyRule[]> {
  const settled = new Map(all.map((role) => [role.metadata.name ?? '', role]));
  const aggregated = all.filter(({ aggregationRule }) => aggregationRule !== undefined);
  // Each round carries rules one step further, so there are at most as many rounds as there are steps.
  for (let round = 0; round <= aggregated.length; round++) {
    let isSettled = true;
    for (const { metadata } of aggregated) {
      const role = settled.get(metadata.name ?? '');
      if (role === undefined) continue;
      const rules = aggregateRules(role, settled.values());
      if (sameRules(rules, role.rules ?? [])) continue;
      settled.set(metadata.name ?? '', { ...role, rules });
      isSettled = false;
    }
    if (isSettled) break;
  }
  return new Map(aggregated.map(({ metadata: { name = '' } }) => [name, [...(settled.get(name)?.rules ?? [])]]));
}

/** Whether labels meet a selector; one without requirements matches everything. */
export function matchesLabels(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const pairs = Object.entries(selector.matchLabels ?? {});
  if (!pairs.every(([key, value]) => labels[key] === value)) return false;
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  });
}

function sameRules(one: readonly PolicyRule[], other: readonly PolicyRule[]): boolean {
  return (
    one.length === other.length &&
    one.every((rule, index) => identityOf(rule) === identityOf(other[index] ?? { verbs: [] }))
  );
}

function identityOf({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: PolicyRule): string {
  return JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs]);
}

function compareNames(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
