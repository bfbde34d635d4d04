/** Tolerations of two sources as one list, without those that another one in it includes. */
import type { Toleration } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';

/** All tolerations, in their order; of equal ones the first stays. */
export function mergeTolerations(first: readonly Toleration[], second: readonly Toleration[]): Toleration[] {
  const all = [...first, ...second];
  const merged: Toleration[] = [];
  for (const [index, toleration] of all.entries()) {
    const isIncluded =
      merged.some((wider) => includes(wider, toleration)) ||
      all.slice(index + 1).some((wider) => !semanticEqual(wider, toleration) && includes(wider, toleration));
    if (!isIncluded) merged.push(toleration);
  }
  return merged;
}

/** Whether whatever `narrow` tolerates, `wide` does, and for as long. */
function includes(wide: Toleration, narrow: Toleration): boolean {
  if (semanticEqual(wide, narrow)) return true;
  const { key = '', operator = 'Equal', effect, value = '' } = wide;
  const meansEveryKey = key === '' && operator === 'Exists';
  if (key !== (narrow.key ?? '') && !meansEveryKey) return false;
  if (effect !== undefined && effect !== narrow.effect) return false;
  if (effect === 'NoExecute' && !lastsAsLong(wide, narrow)) return false;
  // An operator that is left out means Equal, but only for the wider one: Kubernetes compares the other as it is written.
  return operator === 'Exists' || (narrow.operator === 'Equal' && (narrow.value ?? '') === value);
}

function lastsAsLong({ tolerationSeconds: wide }: Toleration, { tolerationSeconds: narrow }: Toleration): boolean {
  return wide === undefined || (narrow !== undefined && narrow <= wide);
}
