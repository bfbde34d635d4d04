/** Whether an indexed Job has succeeded early: the first of its rules that is met. */
import type { SuccessPolicy } from '@wherry/api/batch-v1';
import { parseIndexes } from './index-set.ts';

export interface Succeeded {
  readonly indexes: ReadonlySet<number>;
  readonly completions: number;
}

/** In words which rule is met; undefined when none is. */
export function metSuccessRule(
  policy: Readonly<SuccessPolicy> | undefined,
  { indexes, completions }: Succeeded,
): string | undefined {
  const rules = policy?.rules ?? [];
  const met = rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && indexes.size >= succeededCount;
    const named = parseIndexes(succeededIndexes, completions);
    return named.intersection(indexes).size >= (succeededCount ?? named.size);
  });
  return met < 0 ? undefined : `Matched rules at index ${met}`;
}
