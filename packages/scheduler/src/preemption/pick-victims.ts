/** On which node pushing pods off does the least harm. */
import { startOf } from './importance.ts';
import type { Victims } from './victims.ts';

/** Each is better when smaller; the next is asked only about those that are equal so far. */
const HARMS: readonly ((victims: Victims) => number)[] = [
  ({ violations }) => violations,
  ({ pods }) => pods[0]?.priority ?? 0,
  // Shifted, so that a pod of negative priority still is one more victim.
  ({ pods }) => pods.reduce((sum, { priority }) => sum + priority + 2 ** 31, 0),
  ({ pods }) => pods.length,
  (victims) => -earliestStart(victims),
];

export function pickVictims(candidates: readonly Victims[]): Victims | undefined {
  let left = candidates;
  for (const harm of HARMS) {
    if (left.length <= 1) break;
    const least = left.reduce((smallest, victims) => Math.min(smallest, harm(victims)), Number.POSITIVE_INFINITY);
    left = left.filter((victims) => harm(victims) === least);
  }
  return left[0];
}

/** When the first of the most important victims was started: the later, the less is lost. */
function earliestStart({ pods }: Victims): number {
  const most = Math.max(...pods.map(({ priority }) => priority));
  return Math.min(...pods.filter(({ priority }) => priority === most).map(startOf));
}
