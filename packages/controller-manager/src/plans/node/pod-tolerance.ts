/** How long a pod bears the taints of its node that drive pods off. */
import type { Pod, Taint, Toleration } from '@wherry/api/core-v1';

/** Whether a toleration is meant for a taint. */
export function tolerates({ key = '', operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || value === (taint.value ?? '');
}

export type Tolerance =
  /** For ever. */
  { readonly kind: 'stays' } | { readonly kind: 'goes' } | { readonly kind: 'goesAt'; readonly at: number };

/**
 * @param since when a taint began to count, in milliseconds since 1970
 * @param now milliseconds since 1970
 */
export function toleranceOf(
  { spec }: Readonly<Pod>,
  taints: readonly Taint[],
  { since, now }: { readonly since: (taint: Taint) => number; readonly now: number },
): Tolerance {
  const deadlines: number[] = [];
  for (const taint of taints.filter(({ effect }) => effect === 'NoExecute')) {
    const toleration = (spec.tolerations ?? []).find((each) => tolerates(each, taint));
    if (toleration === undefined) return { kind: 'goes' };
    const { tolerationSeconds } = toleration;
    if (tolerationSeconds !== undefined) deadlines.push(since(taint) + Math.max(0, tolerationSeconds) * 1000);
  }
  if (deadlines.length === 0) return { kind: 'stays' };
  const at = Math.min(...deadlines);
  return at <= now ? { kind: 'goes' } : { kind: 'goesAt', at };
}
