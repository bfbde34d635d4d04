/**
 * How a Job keeps count. A pod that has ended is first written into the status by its uid, then let go by taking its
 * finalizer out, then counted by number: whatever breaks in between, no pod is lost or counted twice.
 */
import type { Job, JobCondition, JobStatus } from '@wherry/api/batch-v1';
import type { Pod } from '@wherry/api/core-v1';
import type { PodCounts } from './counts-after.ts';
import { judgeFailure } from './failure-policy.ts';
import { formatIndexes } from './index-set.ts';
import { indexOf, isFailed, isIndexed, isTracked } from './job-pods.ts';
import type { JobState, Verdict } from './job-state.ts';

/** No more uids stand in the status at a time. */
const MOST_UNCOUNTED = 500;

/** With the pods that there are after what was done in this step. */
export interface JobProgress extends PodCounts {
  /** How it ends, when everything is done that comes before. */
  readonly verdict: Verdict | undefined;
  /** Now, as the API writes times. */
  readonly time: string;
}

export interface JobStatusPlan {
  /** To be written before finalizers are taken out. */
  readonly status: JobStatus;
  readonly release: readonly Readonly<Pod>[];
  /** Whether all pods that have ended are in this plan. */
  readonly isWhole: boolean;
}

export function planJobStatus(state: JobState, progress: JobProgress): JobStatusPlan {
  const { job, pods, succeededIndexes, succeededBefore, failedIndexes } = state;
  const held = new Set(pods.filter(isTracked).map(({ metadata }) => metadata.uid ?? ''));
  const counted = countReleased(job.status, held);
  const succeeded = [...(counted.uncountedTerminatedPods?.succeeded ?? [])];
  const failed = [...(counted.uncountedTerminatedPods?.failed ?? [])];
  const newIndexes = new Set<number>();
  const release: Readonly<Pod>[] = [];
  let isWhole = true;
  for (const pod of inOrder(pods, job).filter((each) => isTracked(each) && mayRelease(state, each, progress))) {
    release.push(pod);
    const uid = pod.metadata.uid ?? '';
    const index = indexOf(pod, job);
    if (pod.status.phase === 'Succeeded') {
      if (index !== undefined) newIndexes.add(index);
      else if (!isIndexed(job) && !succeeded.includes(uid)) succeeded.push(uid);
    } else if (countsAsFailed(state, pod, progress) && !failed.includes(uid)) failed.push(uid);
    isWhole = newIndexes.size + succeeded.length + failed.length < MOST_UNCOUNTED;
    if (!isWhole) break;
  }
  const indexes = isIndexed(job) ? (isWhole ? succeededIndexes : succeededBefore.union(newIndexes)) : undefined;
  const status: JobStatus = {
    ...counted,
    active: progress.active,
    ready: progress.ready,
    terminating: progress.terminating,
    uncountedTerminatedPods: uncountedOf(succeeded, failed),
    conditions: withVerdict(counted.conditions ?? [], progress),
    ...(indexes === undefined ? {} : { succeeded: indexes.size, completedIndexes: formatIndexes(indexes) }),
    ...(failedIndexes === undefined ? {} : { failedIndexes: formatIndexes(failedIndexes) }),
  };
  return { status, release, isWhole };
}

/** So that the indexes that are shown as completed grow from below. */
function inOrder(pods: readonly Readonly<Pod>[], job: Readonly<Job>): readonly Readonly<Pod>[] {
  return isIndexed(job) ? pods.toSorted((a, b) => (indexOf(a, job) ?? -1) - (indexOf(b, job) ?? -1)) : pods;
}

function mayRelease({ job, replaced }: JobState, pod: Readonly<Pod>, { verdict }: JobProgress): boolean {
  const isAllOver = job.metadata.deletionTimestamp !== undefined || verdict !== undefined;
  if (isAllOver || pod.status.phase === 'Succeeded') return true;
  if (!isFailed(pod, job)) return false;
  const index = indexOf(pod, job);
  return index === undefined || replaced.get(index)?.metadata.uid !== pod.metadata.uid;
}

/** When a Job has failed, so has every pod that had not ended. */
function countsAsFailed({ job }: JobState, pod: Readonly<Pod>, { verdict }: JobProgress): boolean {
  if (!isFailed(pod, job) && verdict?.type !== 'FailureTarget') return false;
  if (isIndexed(job) && indexOf(pod, job) === undefined) return false;
  return judgeFailure(job.spec.podFailurePolicy, pod).counts;
}

/** Counts what stands in the status by uid and is held no longer. */
export function countReleased(status: Readonly<JobStatus>, held: ReadonlySet<string>): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const left = { succeeded: succeeded.filter((uid) => held.has(uid)), failed: failed.filter((uid) => held.has(uid)) };
  return {
    ...status,
    succeeded: (status.succeeded ?? 0) + succeeded.length - left.succeeded.length,
    failed: (status.failed ?? 0) + failed.length - left.failed.length,
    uncountedTerminatedPods: uncountedOf(left.succeeded, left.failed),
  };
}

const uncountedOf = (succeeded: string[], failed: string[]): NonNullable<JobStatus['uncountedTerminatedPods']> => ({
  ...(succeeded.length === 0 ? {} : { succeeded }),
  ...(failed.length === 0 ? {} : { failed }),
});

function withVerdict(conditions: readonly JobCondition[], { verdict, time }: JobProgress): JobCondition[] {
  return verdict === undefined ? [...conditions] : setCondition(conditions, { ...verdict, status: 'True' }, time);
}

/** The final condition, once all pods have ended and are counted; undefined as long as they are not. */
export function planJobEnd(status: Readonly<JobStatus>, { verdict, time }: JobProgress): JobStatus | undefined {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (verdict === undefined || succeeded.length + failed.length > 0 || (status.terminating ?? 0) > 0) return undefined;
  const { reason, message } = verdict;
  const isSuccess = verdict.type === 'SuccessCriteriaMet';
  const end = { type: isSuccess ? 'Complete' : 'Failed', status: 'True', reason, message };
  const conditions = setCondition(status.conditions ?? [], end, time);
  return { ...status, conditions, ...(isSuccess ? { completionTime: time } : {}) };
}

type Said = Pick<JobCondition, 'type' | 'status' | 'reason' | 'message'>;

/** What was never so is not said not to be so. */
export function setCondition(conditions: readonly JobCondition[], said: Said, time: string): JobCondition[] {
  const old = conditions.find(({ type }) => type === said.type);
  const { type, status, reason = '', message = '' } = said;
  const isSame = old?.status === status && (old.reason ?? '') === reason && (old.message ?? '') === message;
  if (isSame || (old === undefined && status === 'False')) return [...conditions];
  const condition = { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
  return old === undefined ? [...conditions, condition] : conditions.map((each) => (each === old ? condition : each));
}
