/** How long a pod may be active (`activeDeadlineSeconds`), and what is said of it when it has been for longer. Pure. */
import type { Pod } from '@wherry/api/core-v1';
import type { Verdict } from '../status/picture.ts';

export const DEADLINE_EXCEEDED: Verdict = {
  reason: 'DeadlineExceeded',
  message: 'Pod was active on the node longer than the specified deadline',
};

/** How long a pod may still be active, in milliseconds. */
export function timeLeft({ spec, status }: Readonly<Pod>, now: number): number {
  const { activeDeadlineSeconds: most } = spec;
  if (most === undefined) return Infinity;
  return (status.startTime === undefined ? now : Date.parse(status.startTime)) + most * 1000 - now;
}
