/** What controllers want to know of a pod: whether it counts, is ready, and since when. */
import type { Pod, PodCondition } from '@wherry/api/core-v1';

/** Pods that have ended count for nothing any more. */
export function isPodEnded({ status }: Readonly<Pod>): boolean {
  return status.phase === 'Succeeded' || status.phase === 'Failed';
}

/** Neither ended nor being deleted. */
export function isPodActive(pod: Readonly<Pod>): boolean {
  return !isPodEnded(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Being deleted, and not ended yet. */
export function isPodTerminating(pod: Readonly<Pod>): boolean {
  return !isPodEnded(pod) && pod.metadata.deletionTimestamp !== undefined;
}

export function podCondition({ status }: Readonly<Pod>, type: string): PodCondition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

export function isPodReady(pod: Readonly<Pod>): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

export interface AvailabilityRule {
  readonly minReadySeconds: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Ready for at least so long. */
export function isPodAvailable(pod: Readonly<Pod>, rule: AvailabilityRule): boolean {
  const left = untilAvailable(pod, rule);
  return left !== undefined && left <= 0;
}

/** When the first of the pods that are ready, but not for long enough, becomes available: in so many milliseconds. */
export function nextAvailability(pods: readonly Readonly<Pod>[], rule: AvailabilityRule): number | undefined {
  const waits = pods.map((pod) => untilAvailable(pod, rule)).filter((wait) => wait !== undefined && wait > 0);
  return waits.length === 0 ? undefined : Math.min(...waits.map((wait) => wait ?? 0));
}

function untilAvailable(pod: Readonly<Pod>, { minReadySeconds = 0, now }: AvailabilityRule): number | undefined {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return undefined;
  if (minReadySeconds === 0) return 0;
  const since = timeOf(ready.lastTransitionTime);
  return since === undefined ? undefined : since + minReadySeconds * 1000 - now;
}

/** A time of the API as milliseconds since 1970. */
export function timeOf(text: string | null | undefined): number | undefined {
  return text === undefined || text === null ? undefined : Date.parse(text);
}
