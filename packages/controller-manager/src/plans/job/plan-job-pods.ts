/** Which pods a Job deletes or creates now. Never both at once, so that every step starts from what is known. */
import type { Job } from '@wherry/api/batch-v1';
import type { Pod } from '@wherry/api/core-v1';
import { isPodTerminating } from '../../pods/pod-state.ts';
import { podsToDelete } from '../pod-ranking.ts';
import { failuresInRow, untilNextTry } from './job-backoff.ts';
import { failuresBefore, finishedAt, ignoredFailuresBefore, indexOf } from './job-pods.ts';
import { isFailed, isIndexed, isSuspended, replacesFailedOnly } from './job-pods.ts';
import { indexesOf, type JobState } from './job-state.ts';

/** No more are created or deleted in one step. */
const MOST_PODS = 500;

export interface JobPodsPlan {
  readonly delete: readonly Readonly<Pod>[];
  /** Deleted pods are not to be counted: they are let go at once. */
  readonly releases: boolean;
  readonly create: readonly PlannedPod[];
  /** Look again in so many milliseconds. */
  readonly again?: number;
}

export interface PlannedPod {
  readonly index?: number;
  /** The failed pod in whose place it comes, whose count of failures it takes over. */
  readonly replaces?: Readonly<Pod>;
}

const NOTHING: JobPodsPlan = { delete: [], releases: true, create: [] };

export function planJobPods(state: JobState): JobPodsPlan {
  const { job, active, verdict } = state;
  if (verdict !== undefined) return { ...NOTHING, delete: active, releases: false };
  if (isSuspended(job)) return { ...NOTHING, delete: active };
  const wanted = wantedPods(state);
  const surplus = surplusPods(state, Math.max(0, active.length - wanted)).slice(0, MOST_PODS);
  if (surplus.length > 0) return { ...NOTHING, delete: surplus };
  const missing = wanted - active.length - (replacesFailedOnly(job) ? state.terminating : 0);
  return missing > 0 ? planCreation(state, Math.min(missing, MOST_PODS)) : NOTHING;
}

function wantedPods({ job: { spec }, active, succeeded }: JobState): number {
  const { parallelism = 1, completions } = spec;
  // Without a number of completions, one success means that no further pods are begun.
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, completions - succeeded));
}

function surplusPods({ job, active, now }: JobState, atLeast: number): Readonly<Pod>[] {
  const misplaced = isIndexed(job) ? misplacedPods({ job, active, now }) : [];
  if (misplaced.length >= atLeast) return misplaced;
  const rest = active.filter((pod) => !misplaced.includes(pod));
  return [...misplaced, ...podsToDelete(rest, atLeast - misplaced.length, { related: rest, now })];
}

/** Pods with an index that the Job has not, or that a better pod has too. */
function misplacedPods({ job, active, now }: Pick<JobState, 'job' | 'active' | 'now'>): Readonly<Pod>[] {
  const byIndex = Map.groupBy(active, (pod) => indexOf(pod, job));
  return [...byIndex].flatMap(([index, pods]) =>
    index === undefined ? pods : podsToDelete(pods, pods.length - 1, { related: pods, now }),
  );
}

function planCreation(state: JobState, count: number): JobPodsPlan {
  const { job, replaced, now } = state;
  const isLimitedByIndex = job.spec.backoffLimitPerIndex !== undefined;
  const wait = isLimitedByIndex ? 0 : untilNextTry(failuresOf(state), now);
  if (wait > 0) return { ...NOTHING, again: wait };
  if (!isIndexed(job)) return { ...NOTHING, create: Array.from({ length: count }, () => ({})) };
  const pending = pendingIndexes(state, count).map((index) => {
    const pod = replaced.get(index);
    return {
      index,
      wait: pod === undefined ? 0 : waitForIndex(pod, now),
      ...(pod === undefined ? {} : { replaces: pod }),
    };
  });
  const due = pending.filter((each) => each.wait === 0).map(({ wait: _none, ...planned }) => planned);
  const waits = pending.map((each) => each.wait).filter((each) => each > 0);
  return { ...NOTHING, create: due, ...(waits.length === 0 ? {} : { again: Math.min(...waits) }) };
}

function failuresOf({ job, pods }: JobState) {
  const successes = pods.filter(({ status }) => status.phase === 'Succeeded').map(finishedAt);
  return failuresInRow(successes, pods.filter((pod) => isFailed(pod, job)).map(finishedAt));
}

function waitForIndex(pod: Readonly<Pod>, now: number): number {
  return untilNextTry({ count: failuresBefore(pod) + ignoredFailuresBefore(pod) + 1, last: finishedAt(pod) }, now);
}

/** The first indexes for which nothing is done yet. */
function pendingIndexes({ job, pods, active, succeededIndexes, failedIndexes }: JobState, count: number): number[] {
  const { completions = 0 } = job.spec;
  const going = replacesFailedOnly(job) ? indexesOf(pods.filter(isPodTerminating), job) : new Set<number>();
  const taken = succeededIndexes
    .union(indexesOf(active, job))
    .union(going)
    .union(failedIndexes ?? new Set());
  const pending: number[] = [];
  for (let index = 0; index < completions && pending.length < count; index += 1) {
    if (!taken.has(index)) pending.push(index);
  }
  return pending;
}

/** Whether a Job without a verdict has done what it was for, with so many pods still active. */
export function isComplete(
  { job, succeeded }: { readonly job: Readonly<Job>; readonly succeeded: number },
  active: number,
) {
  const { completions } = job.spec;
  return active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions);
}
