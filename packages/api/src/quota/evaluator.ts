/** How objects of one kind count for quotas. */
import type { ScopedResourceSelectorRequirement } from '../core-v1/resource-quota.ts';
import type { KubeObject, Resource } from '../resources/resource.ts';
import { oneOf, type Amounts } from './amounts.ts';

export interface QuotaEvaluator<T extends KubeObject = KubeObject> {
  /** Whether objects of the kind count for what a quota names. */
  counts(name: string): boolean;
  /** What an object takes. */
  usageOf(object: Readonly<T>, now: Date): Amounts;
  /** Whether an object is in a scope. @default in none */
  isInScope?(object: Readonly<T>, scope: Readonly<ScopedResourceSelectorRequirement>): boolean;
  /** What an object has to say, and does not, when a quota names these. @default nothing */
  missingOf?(object: Readonly<T>, names: readonly string[]): string | undefined;
}

export interface EvaluatorEntry {
  readonly resource: Resource;
  readonly evaluator: QuotaEvaluator;
}

/** Pairs a resource with how it counts; their object types must agree. */
export function evaluatorFor<T extends KubeObject>(
  resource: Resource<T>,
  evaluator: QuotaEvaluator<T>,
): EvaluatorEntry {
  return { resource, evaluator };
}

/** What a quota calls the number of objects of a kind, whichever it is: `count/jobs.batch`. */
export function countName({ group, plural }: Pick<Resource, 'group' | 'plural'>): string {
  return group === '' ? `count/${plural}` : `count/${plural}.${group}`;
}

/** Objects that count by their number alone, under these names. */
export function objectCount(...names: readonly string[]): QuotaEvaluator {
  const usage = oneOf(...names);
  return { counts: (name) => usage.has(name), usageOf: () => usage };
}
