/** Counts what a namespace uses of what a quota names. */
import { Quantity } from '@wherry/api';
import type { ResourceQuota } from '@wherry/api/core-v1';
import { addAmounts, evaluatorOf, isCounted, isInScopes, only, ownEvaluators, type Amounts } from '@wherry/api/quota';
import type { KubeObject, Resource } from '@wherry/api/resources';

export interface CountOptions {
  /** Finds the kind that a quota calls `count/<plural>.<group>`; undefined for none. */
  readonly resourceNamed: (name: string) => Promise<Resource | undefined>;
  /** The objects of a kind; of those that count by their number only, metadata will do. */
  readonly objectsOf: (resource: Resource, namespace: string) => Promise<readonly Readonly<KubeObject>[]>;
  readonly now: Date;
}

/** What is used of each name that objects of some kind count for. */
export async function countQuota(
  quota: Readonly<ResourceQuota>,
  { resourceNamed, objectsOf, now }: CountOptions,
): Promise<Amounts> {
  const names = Object.keys(quota.spec.hard ?? {});
  const own = ownEvaluators.map(({ resource }) => resource);
  const isOwn = (name: string): boolean => ownEvaluators.some(({ evaluator }) => evaluator.counts(name));
  const named = await Promise.all(names.filter((name) => name.startsWith('count/') && !isOwn(name)).map(resourceNamed));
  const others = named.filter((resource) => resource !== undefined && isCounted(resource));
  let total: Amounts = new Map();
  for (const resource of [...own, ...others]) {
    if (resource === undefined) continue;
    const evaluator = evaluatorOf(resource);
    const counted = names.filter((name) => evaluator.counts(name));
    if (counted.length === 0) continue;
    let usage: Amounts = new Map(counted.map((name) => [name, Quantity.ZERO]));
    for (const object of await objectsOf(resource, quota.metadata.namespace ?? '')) {
      if (isInScopes(quota, { evaluator, object })) usage = addAmounts(usage, evaluator.usageOf(object, now));
    }
    total = addAmounts(
      total,
      only(usage, (name) => counted.includes(name)),
    );
  }
  return total;
}
