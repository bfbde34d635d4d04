/** Which of two pods is more important: the one of higher priority, and of equals the one that started earlier. */
import { millisecondsOf, parseTime } from '@wherry/api';
import type { PodInfo } from '../pods/pod-info.ts';

/** For sorting, the most important first. */
export function byImportance(one: PodInfo, other: PodInfo): number {
  return one.priority === other.priority ? startOf(one) - startOf(other) : other.priority - one.priority;
}

/** When a pod was started, in milliseconds; a pod that was not is the youngest. */
export function startOf({ pod }: PodInfo): number {
  const { startTime } = pod.status;
  return startTime == null ? Number.MAX_SAFE_INTEGER : millisecondsOf(parseTime(startTime));
}
