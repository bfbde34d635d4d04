/** A pod that waits for a node, with what its earlier tries came to. */
import type { PodInfo } from '../pods/pod-info.ts';

export interface QueuedPod {
  readonly key: string;
  pod: PodInfo;
  /** When it was queued, or last tried, in milliseconds of the clock's monotonic time. */
  since: number;
  attempts: number;
  /** Tries that ended with: fits nowhere. */
  refusals: number;
  /** Tries in a row that ended with an error. */
  errors: number;
  /** The filters that had something against it in the last try; none after an error. */
  rejectors: ReadonlySet<string>;
  /** What keeps it from being tried at all. */
  gate: Gate | undefined;
  /** Something happened while it was gated that would have made it worth a try. */
  isOwed: boolean;
}

/** Gates in the spec; or that pods are being evicted for it at this very moment. */
export type Gate = 'SchedulingGates' | 'DefaultPreemption';

const NOBODY: ReadonlySet<string> = new Set();

export function queuedPod(pod: PodInfo, since: number): QueuedPod {
  return {
    key: pod.key,
    pod,
    since,
    attempts: 0,
    refusals: 0,
    errors: 0,
    rejectors: NOBODY,
    gate: undefined,
    isOwed: false,
  };
}

/** The order of service: the more important first, of equals the one that has waited longer. */
export function isServedBefore(one: QueuedPod, other: QueuedPod): boolean {
  return one.pod.priority === other.pod.priority ? one.since < other.since : one.pod.priority > other.pod.priority;
}

const FIRST_BACKOFF_MS = 1000;
const MOST_BACKOFF_MS = 10_000;
/** Pods whose waits end within the same window leave together, in order of service. */
export const WINDOW_MS = 1000;

/** Up to when a pod is to be left alone after failing, as the beginning of a window; 0 for one that has not failed. */
export function backoffUntil({ refusals, errors, since }: QueuedPod): number {
  const failures = errors > 0 ? errors : refusals;
  if (failures === 0) return 0;
  return windowOf(since + Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures - 1, 10)));
}

/** In the window in which the wait ends it is not over yet. */
export function isBackingOff(queued: QueuedPod, now: number): boolean {
  const until = backoffUntil(queued);
  return until > 0 && until >= windowOf(now);
}

const windowOf = (ms: number): number => Math.floor(ms / WINDOW_MS) * WINDOW_MS;
