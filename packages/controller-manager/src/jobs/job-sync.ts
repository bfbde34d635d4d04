/** Carries out what is planned for one Job: pods first, then the count. */
import { formatTime, isNotFound } from '@wherry/api';
import { Jobs, type Job, type JobStatus } from '@wherry/api/batch-v1';
import { Pods, type Pod } from '@wherry/api/core-v1';
import { placeOfKey, type Client, type EventRecorder, type Result } from '@wherry/client';
import { countsAfter, type PodCounts } from '../plans/job/counts-after.ts';
import { newJobPod } from '../plans/job/job-pod.ts';
import { isSuspended, isTracked, TRACKING_FINALIZER } from '../plans/job/job-pods.ts';
import { readJob, untilDeadline, type JobState, type Verdict } from '../plans/job/job-state.ts';
import { isComplete, planJobPods, type JobPodsPlan } from '../plans/job/plan-job-pods.ts';
import {
  countReleased,
  planJobEnd,
  planJobStatus,
  setCondition,
  type JobProgress,
} from '../plans/job/plan-job-status.ts';
import type { OwnWrites } from '../own-writes.ts';
import type { PodControl } from '../pods/pod-control.ts';
import { slowStart } from '../pods/slow-start.ts';

export interface JobSyncOptions {
  readonly client: Pick<Client, 'patch' | 'updateStatus'>;
  readonly control: PodControl;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly jobWrites: Pick<OwnWrites, 'wrote'>;
  readonly podWrites: Pick<OwnWrites, 'wrote'>;
}

export interface JobTurn {
  readonly key: string;
  readonly job: Readonly<Job>;
  readonly pods: readonly Readonly<Pod>[];
  /** Whether the picture of the pods shows all that was done before. */
  readonly isCurrent: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const COMPLETED: Verdict = {
  type: 'SuccessCriteriaMet',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

interface Outcome extends PodCounts {
  readonly isDone: boolean;
  readonly error?: Error;
}

export class JobSync {
  readonly #options: JobSyncOptions;

  constructor(options: JobSyncOptions) {
    this.#options = options;
  }

  async sync({ key, job: given, pods, isCurrent, now }: JobTurn): Promise<Result> {
    const time = formatTime(now);
    const job = started(given, time);
    const state = readJob({ job, pods, now });
    const isDeleted = job.metadata.deletionTimestamp !== undefined;
    const acts = state.verdict !== undefined || (isCurrent && !isDeleted);
    const plan: JobPodsPlan = acts ? planJobPods(state) : { delete: [], create: [], releases: true };
    const { isDone, error, ...counts } = await this.#act(key, state, plan);
    // Not before all pods are known to be on their way out may the count be closed.
    const decided = isDone && isCurrent ? state.verdict : undefined;
    const verdict =
      decided ?? (state.verdict === undefined && isComplete(state, counts.active) ? COMPLETED : undefined);
    const shown = verdict === undefined && acts && !isDeleted ? this.#showSuspension(job, time) : job;
    await this.#count({ ...state, job: shown }, { key, given, progress: { ...counts, verdict, time } });
    if (error !== undefined) throw error;
    const waits = [plan.again, untilDeadline(shown, now)].filter((wait) => wait !== undefined);
    return waits.length === 0 ? {} : { again: Math.max(1, Math.min(...waits)) };
  }

  async #act(key: string, state: JobState, plan: JobPodsPlan): Promise<Outcome> {
    const { control } = this.#options;
    const { job } = state;
    let created = 0;
    const deletions = await Promise.allSettled(
      plan.delete.map(async (pod) => {
        if (plan.releases) await this.#release(key, pod);
        await control.delete(job, pod);
      }),
    );
    const creation = slowStart(plan.create.length, async (index) => {
      const pod = await control.create(job, newJobPod(job, plan.create[index] ?? {}));
      if (pod !== undefined) created += 1;
    });
    const results = [...deletions, ...(await Promise.allSettled([creation]))];
    const failure = results.find((result) => result.status === 'rejected');
    const deleted = plan.delete.filter((_pod, index) => deletions[index]?.status === 'fulfilled');
    return {
      ...countsAfter(state, { created, deleted }),
      isDone: failure === undefined,
      ...(failure === undefined ? {} : { error: asError(failure.reason) }),
    };
  }

  /** Says that a Job has been suspended or resumed; a resumed one starts anew. */
  #showSuspension(job: Readonly<Job>, time: string): Readonly<Job> {
    const conditions = job.status.conditions ?? [];
    const [status, reason, message] = isSuspended(job)
      ? (['True', 'JobSuspended', 'Job suspended'] as const)
      : (['False', 'JobResumed', 'Job resumed'] as const);
    const after = setCondition(conditions, { type: 'Suspended', status, reason, message }, time);
    if (JSON.stringify(after) === JSON.stringify(conditions)) return job;
    const what = status === 'True' ? 'Suspended' : 'Resumed';
    this.#options.events.record(job, { type: 'Normal', reason: what, message });
    const startTime = status === 'False' ? { startTime: time } : {};
    return { ...job, status: { ...job.status, conditions: after, ...startTime } };
  }

  async #count(state: JobState, { key, given, progress }: Count): Promise<void> {
    const plan = planJobStatus(state, progress);
    const before = await this.#write(key, given, plan.status);
    const released = await Promise.allSettled(plan.release.map((pod) => this.#release(key, pod)));
    const isReleased = (pod: Readonly<Pod>) => released[plan.release.indexOf(pod)]?.status === 'fulfilled';
    const held = state.pods
      .filter((pod) => isTracked(pod) && !isReleased(pod))
      .map(({ metadata }) => metadata.uid ?? '');
    const counted = countReleased(before.status, new Set(held));
    // The indexes that have succeeded are the count where there are indexes.
    const isByIndex = plan.status.completedIndexes !== undefined;
    const status = isByIndex ? { ...counted, succeeded: plan.status.succeeded ?? 0 } : counted;
    const failure = released.find((result) => result.status === 'rejected');
    const end = failure === undefined && plan.isWhole ? planJobEnd(status, progress) : undefined;
    await this.#write(key, before, end ?? status);
    if (end !== undefined) this.#tellEnd({ ...before, status: end }, progress);
    if (failure !== undefined) throw asError(failure.reason);
  }

  #tellEnd(job: Readonly<Job>, { verdict }: JobProgress): void {
    const { events } = this.#options;
    if (verdict?.type === 'FailureTarget') {
      events.record(job, { type: 'Warning', reason: verdict.reason, message: verdict.message });
      return;
    }
    if (job.spec.completions !== undefined && (job.status.succeeded ?? 0) > job.spec.completions) {
      const message = 'Too many succeeded pods running after completion count reached';
      events.record(job, { type: 'Warning', reason: 'TooManySucceededPods', message });
    }
    events.record(job, { type: 'Normal', reason: 'Completed', message: 'Job completed' });
  }

  async #write(key: string, job: Readonly<Job>, status: JobStatus): Promise<Readonly<Job>> {
    if (isSame(job.status, status)) return job;
    const written = await this.#options.client.updateStatus(Jobs, { ...job, status });
    this.#options.jobWrites.wrote(key, written);
    return written;
  }

  async #release(key: string, pod: Readonly<Pod>): Promise<void> {
    const patched = await releasePod(this.#options.client, pod);
    if (patched !== undefined) this.#options.podWrites.wrote(key, patched);
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

interface Count {
  readonly key: string;
  /** As the server has it. */
  readonly given: Readonly<Job>;
  readonly progress: JobProgress;
}

/** Takes the finalizer out of a pod; undefined when the pod is gone. @throws StatusError */
export async function releasePod(client: Pick<Client, 'patch'>, pod: Readonly<Pod>): Promise<Pod | undefined> {
  if (!isTracked(pod)) return undefined;
  const { namespace = '', name = '', uid } = pod.metadata;
  const body = { metadata: { uid, '$deleteFromPrimitiveList/finalizers': [TRACKING_FINALIZER] } };
  try {
    return await client.patch(Pods, { ...placeOfKey(`${namespace}/${name}`) }, { type: 'strategic', body });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function started(job: Readonly<Job>, startTime: string): Readonly<Job> {
  if (job.status.startTime !== undefined || isSuspended(job)) return job;
  return { ...job, status: { ...job.status, startTime } };
}

/** What is absent is the same as nothing, but for what is shown as nothing too. */
function isSame(a: JobStatus, b: JobStatus): boolean {
  const normal = ({
    conditions = [],
    active = 0,
    succeeded = 0,
    failed = 0,
    completedIndexes = '',
    ...rest
  }: JobStatus) => {
    const entries = Object.entries({ ...rest, conditions, active, succeeded, failed, completedIndexes });
    return JSON.stringify(entries.toSorted(([first], [second]) => (first < second ? -1 : 1)));
  };
  return normal(a) === normal(b);
}
