/** Everything that is decided on in a Job, read from it and its pods: counts, indexes, and whether it has come to an end. */
import type { Job, JobCondition } from '@wherry/api/batch-v1';
import type { Pod } from '@wherry/api/core-v1';
import { isPodActive, isPodReady, isPodTerminating, timeOf } from '../../pods/pod-state.ts';
import { judgeFailure } from './failure-policy.ts';
import { parseIndexes } from './index-set.ts';
import {
  failuresBefore,
  finishedAt,
  ignoredFailuresBefore,
  indexOf,
  isFailed,
  isIndexed,
  isSuspended,
  isTracked,
} from './job-pods.ts';
import { metSuccessRule } from './success-policy.ts';

/** How a Job ends; the conditions Complete and Failed follow when all its pods have. */
export interface Verdict {
  readonly type: 'SuccessCriteriaMet' | 'FailureTarget';
  readonly reason: string;
  readonly message: string;
}

export interface JobState {
  readonly job: Readonly<Job>;
  readonly pods: readonly Readonly<Pod>[];
  readonly active: readonly Readonly<Pod>[];
  readonly terminating: number;
  readonly ready: number;
  /** How many have succeeded: pods or, in an indexed Job, indexes. */
  readonly succeeded: number;
  /** Indexes that had succeeded before this look, and now. */
  readonly succeededBefore: ReadonlySet<number>;
  readonly succeededIndexes: ReadonlySet<number>;
  /** Only where failures are limited by index. */
  readonly failedIndexes: ReadonlySet<number> | undefined;
  /** Failed pods that stay until they are replaced: the replacement takes over their count of failures. */
  readonly replaced: ReadonlyMap<number, Readonly<Pod>>;
  readonly verdict: Verdict | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface JobInput {
  readonly job: Readonly<Job>;
  /** Those that it owns. */
  readonly pods: readonly Readonly<Pod>[];
  readonly now: number;
}

export function readJob({ job, pods, now }: JobInput): JobState {
  const active = pods.filter(isPodActive);
  const uncounted = job.status.uncountedTerminatedPods ?? {};
  const finished = newlyFinished(job, pods);
  const succeededBefore = parseIndexes(job.status.completedIndexes, job.spec.completions ?? 0);
  const succeededIndexes = isIndexed(job) ? succeededBefore.union(indexesOf(finished.succeeded, job)) : succeededBefore;
  const failedIndexes = job.spec.backoffLimitPerIndex === undefined ? undefined : failedIndexesOf(job, pods);
  const failed =
    (job.status.failed ?? 0) +
    (uncounted.failed ?? []).length +
    finished.failed.filter((pod) => judgeFailure(job.spec.podFailurePolicy, pod).counts).length;
  const succeeded = isIndexed(job)
    ? succeededIndexes.size
    : (job.status.succeeded ?? 0) + (uncounted.succeeded ?? []).length + finished.succeeded.length;
  const state = { job, pods, active, now, succeeded, succeededBefore, succeededIndexes, failedIndexes };
  return {
    ...state,
    terminating: pods.filter(isPodTerminating).length,
    ready: active.filter(isPodReady).length,
    replaced: failedIndexes === undefined ? new Map() : replacedPods(state),
    verdict: verdictOf({ ...state, failed }),
  };
}

/** Pods that have ended and are neither counted nor about to be. */
function newlyFinished(job: Readonly<Job>, pods: readonly Readonly<Pod>[]) {
  const { succeeded = [], failed = [] } = job.status.uncountedTerminatedPods ?? {};
  const isNew = (pod: Readonly<Pod>, counted: readonly string[]) =>
    isTracked(pod) && !counted.includes(pod.metadata.uid ?? '') && (!isIndexed(job) || indexOf(pod, job) !== undefined);
  return {
    succeeded: pods.filter((pod) => pod.status.phase === 'Succeeded' && isNew(pod, succeeded)),
    failed: pods.filter((pod) => isFailed(pod, job) && isNew(pod, failed)),
  };
}

export function indexesOf(pods: readonly Readonly<Pod>[], job: Readonly<Job>): Set<number> {
  return new Set(pods.map((pod) => indexOf(pod, job)).filter((index) => index !== undefined));
}

function failedIndexesOf(job: Readonly<Job>, pods: readonly Readonly<Pod>[]): Set<number> {
  const { backoffLimitPerIndex = 0, podFailurePolicy, completions = 0 } = job.spec;
  const failed = pods.filter((pod) => {
    if (!isTracked(pod) || !isFailed(pod, job)) return false;
    const { action, counts } = judgeFailure(podFailurePolicy, pod);
    return action === 'FailIndex' || (counts && failuresBefore(pod) >= backoffLimitPerIndex);
  });
  return parseIndexes(job.status.failedIndexes, completions).union(indexesOf(failed, job));
}

type Partly = Pick<JobState, 'job' | 'pods' | 'active' | 'succeededIndexes' | 'failedIndexes' | 'now' | 'succeeded'>;

function replacedPods({ job, pods, active, succeededIndexes, failedIndexes }: Partly): Map<number, Readonly<Pod>> {
  const busy = indexesOf(active, job);
  const last = new Map<number, Readonly<Pod>>();
  const triesOf = (pod: Readonly<Pod>) => failuresBefore(pod) + ignoredFailuresBefore(pod);
  for (const pod of pods.filter((each) => isTracked(each) && isFailed(each, job))) {
    const index = indexOf(pod, job);
    if (index === undefined || busy.has(index) || succeededIndexes.has(index) || failedIndexes?.has(index)) continue;
    const known = last.get(index);
    const isLater = known === undefined || (triesOf(known) <= triesOf(pod) && finishedAt(known) <= finishedAt(pod));
    if (isLater) last.set(index, pod);
  }
  return last;
}

function verdictOf(state: Partly & { readonly failed: number }): Verdict | undefined {
  const { job } = state;
  return (
    fromCondition(job, 'SuccessCriteriaMet') ??
    fromCondition(job, 'FailureTarget') ??
    failureByPolicy(state) ??
    failureByLimits(state) ??
    failureByIndexes(state) ??
    successByPolicy(state)
  );
}

/** What has been decided stays decided. */
function fromCondition({ status }: Readonly<Job>, type: Verdict['type']): Verdict | undefined {
  const found = status.conditions?.find(
    (condition: JobCondition) => condition.type === type && condition.status === 'True',
  );
  return found === undefined ? undefined : { type, reason: found.reason ?? '', message: found.message ?? '' };
}

const failure = (reason: string, message: string): Verdict => ({ type: 'FailureTarget', reason, message });

function failureByPolicy({ job, pods }: Partly): Verdict | undefined {
  const { podFailurePolicy } = job.spec;
  if (podFailurePolicy === undefined) return undefined;
  for (const pod of pods.filter((each) => isFailed(each, job))) {
    const { failJob } = judgeFailure(podFailurePolicy, pod);
    if (failJob !== undefined) return failure('PodFailurePolicy', failJob);
  }
  return undefined;
}

function failureByLimits({ job, pods, failed, now }: Partly & { readonly failed: number }): Verdict | undefined {
  const { backoffLimit = 6 } = job.spec;
  if (failed > backoffLimit || restartsReach(backoffLimit, job, pods)) {
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const left = untilDeadline(job, now);
  return left !== undefined && left <= 0
    ? failure('DeadlineExceeded', 'Job was active longer than specified deadline')
    : undefined;
}

/** Where containers are restarted in their pods, restarts count as failures. */
function restartsReach(limit: number, { spec }: Readonly<Job>, pods: readonly Readonly<Pod>[]): boolean {
  if (spec.template.spec.restartPolicy !== 'OnFailure') return false;
  const restarts = pods
    .filter(({ status }) => status.phase === 'Running' || status.phase === 'Pending')
    .flatMap(({ status }) => [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

/** Milliseconds that a Job may still run; undefined when nothing limits it. */
export function untilDeadline(job: Readonly<Job>, now: number): number | undefined {
  const { activeDeadlineSeconds } = job.spec;
  const start = timeOf(job.status.startTime);
  if (activeDeadlineSeconds === undefined || start === undefined || isSuspended(job)) return undefined;
  return start + activeDeadlineSeconds * 1000 - now;
}

function failureByIndexes({ job, failedIndexes, succeededIndexes }: Partly): Verdict | undefined {
  const { maxFailedIndexes, completions = 0 } = job.spec;
  if (failedIndexes === undefined) return undefined;
  if (maxFailedIndexes !== undefined && failedIndexes.size > maxFailedIndexes) {
    const message = 'Job has exceeded the specified maximal number of failed indexes';
    return failure('MaxFailedIndexesExceeded', message);
  }
  const isOver = failedIndexes.size > 0 && failedIndexes.size + succeededIndexes.size >= completions;
  return isOver ? failure('FailedIndexes', 'Job has failed indexes') : undefined;
}

function successByPolicy({ job, succeededIndexes: indexes }: Partly): Verdict | undefined {
  const { completions = 0, successPolicy } = job.spec;
  const message = metSuccessRule(successPolicy, { indexes, completions });
  return message === undefined ? undefined : { type: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message };
}
