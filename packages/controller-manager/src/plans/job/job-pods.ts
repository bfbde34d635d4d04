/** What a Job sees in its pods: their index, whether they count as failed, when they ended, how often they were tried. */
import type { Job } from '@wherry/api/batch-v1';
import type { Pod } from '@wherry/api/core-v1';
import { podCondition, timeOf } from '../../pods/pod-state.ts';

/** Holds a pod until it is counted. */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';
export const INDEX_ANNOTATION = 'batch.kubernetes.io/job-completion-index';
export const FAILURES_ANNOTATION = 'batch.kubernetes.io/job-index-failure-count';
export const IGNORED_FAILURES_ANNOTATION = 'batch.kubernetes.io/job-index-ignored-failure-count';

export const isIndexed = ({ spec }: Readonly<Job>): boolean => spec.completionMode === 'Indexed';

export const isSuspended = ({ spec }: Readonly<Job>): boolean => spec.suspend === true;

export const isTracked = ({ metadata }: Readonly<Pod>): boolean =>
  metadata.finalizers?.includes(TRACKING_FINALIZER) === true;

/** The index of a pod of an indexed Job; undefined when it has none or one that the Job has not. */
export function indexOf({ metadata }: Readonly<Pod>, { spec }: Readonly<Job>): number | undefined {
  const text = metadata.annotations?.[INDEX_ANNOTATION] ?? '';
  const index = /^\d+$/.test(text) ? Number(text) : undefined;
  return index !== undefined && index < (spec.completions ?? 0) ? index : undefined;
}

/** Whether a pod is replaced only when it has failed, and not already when it is being deleted. */
export function replacesFailedOnly({ spec }: Readonly<Job>): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}

export function isFailed({ status, metadata }: Readonly<Pod>, job: Readonly<Job>): boolean {
  if (status.phase === 'Failed') return true;
  // A deleted pod may never get so far as to fail: it counts now, unless the Job waits for that.
  return !replacesFailedOnly(job) && metadata.deletionTimestamp !== undefined && status.phase !== 'Succeeded';
}

/** When a pod ended, in milliseconds since 1970, by the best evidence there is. */
export function finishedAt({ status, metadata, ...pod }: Readonly<Pod>): number {
  const ends = (status.containerStatuses ?? []).map(({ state }) => timeOf(state?.terminated?.finishedAt));
  const known = ends.filter((end) => end !== undefined);
  if (known.length > 0 && known.length === ends.length) return Math.max(...known);
  const ready = podCondition({ status, metadata, ...pod }, 'Ready');
  const sinceUnready = ready?.status === 'False' ? timeOf(ready.lastTransitionTime) : undefined;
  return sinceUnready ?? timeOf(metadata.deletionTimestamp) ?? timeOf(metadata.creationTimestamp) ?? 0;
}

function countIn({ metadata }: Readonly<Pod>, annotation: string): number {
  const text = metadata.annotations?.[annotation] ?? '';
  return /^\d+$/.test(text) ? Number(text) : 0;
}

export const failuresBefore = (pod: Readonly<Pod>): number => countIn(pod, FAILURES_ANNOTATION);
export const ignoredFailuresBefore = (pod: Readonly<Pod>): number => countIn(pod, IGNORED_FAILURES_ANNOTATION);
