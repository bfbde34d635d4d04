/** What a CronJob does now: begin a Job, or not and why, forget Jobs that are over, and show what runs. */
import { formatTime, quote } from '@wherry/api';
import {
  CronJobs,
  CronScheduleError,
  Jobs,
  parseCronSchedule,
  type CronJob,
  type CronJobStatus,
  type CronSchedule,
  type Job,
} from '@wherry/api/batch-v1';
import type { ObjectReference } from '@wherry/api/core-v1';
import { apiVersionOf } from '@wherry/api/resources';
import type { Draft } from '@wherry/api/schema';
import type { EventText } from '@wherry/client';
import { controllerRef } from '../ownership/controller-ref.ts';
import { timeOf } from '../pods/pod-state.ts';
import { dueTime, untilNextDue, UnusableScheduleError, type CronTimes } from './cron-job-times.ts';

export const SCHEDULED_ANNOTATION = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

export interface CronJobInput {
  readonly cronJob: Readonly<CronJob>;
  /** Those that it controls. */
  readonly jobs: readonly Readonly<Job>[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface CronJobPlan {
  /** Running Jobs and times, before a new Job is begun. */
  readonly status: CronJobStatus;
  readonly events: readonly EventText[];
  /** Ended Jobs of which there are more than are to be kept. */
  readonly forget: readonly Readonly<Job>[];
  /** A Job to begin, and the running ones that it replaces. */
  readonly begin?: { readonly time: number; readonly job: Draft<Job>; readonly replaces: readonly ObjectReference[] };
  /** Look again in so many milliseconds. */
  readonly again?: number;
}

export function planCronJob({ cronJob, jobs, now }: CronJobInput): CronJobPlan {
  const events: EventText[] = [];
  const status = statusOf(cronJob, jobs, events);
  const base = { status, events, forget: jobsToForget(cronJob, jobs) };
  const { spec, metadata } = cronJob;
  if (metadata.deletionTimestamp !== undefined || spec.suspend === true) return base;
  if (spec.schedule.includes('TZ')) events.push(warning('UnsupportedSchedule', unsupported(spec.schedule)));
  try {
    const schedule = parseCronSchedule(spec.schedule);
    return { ...base, ...planBeginning({ cronJob, schedule, status, events, now }) };
  } catch (error) {
    if (error instanceof CronScheduleError) {
      const message = `unparseable schedule: ${quote(spec.schedule)} : ${error.message}`;
      events.push(warning('UnparseableSchedule', message));
    } else if (error instanceof UnusableScheduleError) {
      events.push(warning('InvalidSchedule', `invalid schedule: ${spec.schedule} : ${error.message}`));
    } else throw error;
    return base;
  }
}

const warning = (reason: string, message: string): EventText => ({ type: 'Warning', reason, message });

const unsupported = (schedule: string): string =>
  `CRON_TZ or TZ used in schedule ${quote(schedule)} is not officially supported, see ` +
  'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';

interface Beginning extends Omit<CronJobInput, 'jobs'> {
  readonly schedule: CronSchedule;
  readonly status: CronJobStatus;
  readonly events: EventText[];
}

function planBeginning(input: Beginning): Pick<CronJobPlan, 'begin' | 'again'> {
  const { cronJob, schedule, status, events, now } = input;
  const times = timesOf(cronJob, status);
  const { time, hasMissedMany } = dueTime(schedule, times, now);
  const wait = (at: CronTimes) => {
    const again = untilNextDue(schedule, at, now);
    return Number.isFinite(again) ? { again } : {};
  };
  if (time === undefined) return wait(times);
  if (hasMissedMany) {
    const advice = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    events.push(warning('TooManyMissedTimes', `too many missed start times. ${advice}`));
  }
  if (times.startingDeadline !== undefined && time + times.startingDeadline < now) {
    const when = new Date(time).toUTCString().replace('GMT', 'UTC');
    events.push(warning('MissSchedule', `Missed scheduled time to start a job: ${when}`));
    return wait(times);
  }
  const active = status.active ?? [];
  const name = jobName(cronJob, time);
  if (times.lastScheduled === time || active.some((each) => each.name === name)) return wait(times);
  if (cronJob.spec.concurrencyPolicy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    events.push({ type: 'Normal', reason: 'JobAlreadyActive', message });
    return wait(times);
  }
  const replaces = cronJob.spec.concurrencyPolicy === 'Replace' ? active : [];
  return { begin: { time, job: newJob(cronJob, time), replaces }, ...wait({ ...times, lastScheduled: time }) };
}

function timesOf({ metadata, spec }: Readonly<CronJob>, status: CronJobStatus): CronTimes {
  const { startingDeadlineSeconds, timeZone } = spec;
  return {
    created: timeOf(metadata.creationTimestamp) ?? 0,
    lastScheduled: timeOf(status.lastScheduleTime),
    startingDeadline: startingDeadlineSeconds === undefined ? undefined : startingDeadlineSeconds * 1000,
    timeZone,
  };
}

/** The same time has the same name, so that no Job is begun twice. */
export function jobName({ metadata }: Readonly<CronJob>, time: number): string {
  return `${metadata.name ?? ''}-${Math.floor(time / 60_000)}`;
}

function newJob(cronJob: Readonly<CronJob>, time: number): Draft<Job> {
  const { metadata, spec } = cronJob.spec.jobTemplate;
  return {
    metadata: {
      namespace: cronJob.metadata.namespace ?? '',
      name: jobName(cronJob, time),
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: { ...metadata.annotations, [SCHEDULED_ANNOTATION]: localTime(time, cronJob.spec.timeZone) },
      ownerReferences: [controllerRef(cronJob, CronJobs)],
    },
    spec,
  };
}

/** By RFC 3339, with the offset of the time zone. */
function localTime(time: number, timeZone = 'UTC'): string {
  const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone);
  const text = local.toString({ timeZoneName: 'never', smallestUnit: 'second' });
  return text.replace(/\+00:00$/, 'Z');
}

export const isSucceeded = ({ status }: Readonly<Job>): boolean => hasEnded(status.conditions, 'Complete');
const isFailed = ({ status }: Readonly<Job>): boolean => hasEnded(status.conditions, 'Failed');

function hasEnded(conditions: Job['status']['conditions'] = [], end: 'Complete' | 'Failed'): boolean {
  return conditions.some(({ type, status }) => type === end && status === 'True');
}

/** What runs, without what has ended or is no more; and when a Job last succeeded. */
function statusOf({ status }: Readonly<CronJob>, jobs: readonly Readonly<Job>[], events: EventText[]): CronJobStatus {
  const byUid = new Map(jobs.map((job) => [job.metadata.uid, job]));
  const active = (status.active ?? []).filter((reference) => {
    const job = byUid.get(reference.uid);
    if (job === undefined) {
      events.push({
        type: 'Normal',
        reason: 'MissingJob',
        message: `Active job went missing: ${reference.name ?? ''}`,
      });
      return false;
    }
    if (!isSucceeded(job) && !isFailed(job)) return true;
    const message = `Saw completed job: ${job.metadata.name}, condition: ${isSucceeded(job) ? 'Complete' : 'Failed'}`;
    events.push({ type: 'Normal', reason: 'SawCompletedJob', message });
    return false;
  });
  const known = new Set((status.active ?? []).map(({ uid }) => uid));
  for (const job of jobs.filter((each) => !known.has(each.metadata.uid) && !isSucceeded(each) && !isFailed(each))) {
    const message = `Saw a job that the controller did not create or forgot: ${job.metadata.name}`;
    events.push(warning('UnexpectedJob', message));
  }
  const { active: _before, ...rest } = status;
  const successes = jobs.filter(isSucceeded).map((job) => timeOf(job.status.completionTime) ?? 0);
  const lastSuccess = Math.max(timeOf(status.lastSuccessfulTime) ?? 0, ...successes);
  return {
    ...rest,
    ...(active.length === 0 ? {} : { active }),
    ...(lastSuccess === 0 ? {} : { lastSuccessfulTime: formatTime(lastSuccess) }),
  };
}

function jobsToForget({ spec }: Readonly<CronJob>, jobs: readonly Readonly<Job>[]): Readonly<Job>[] {
  const surplus = (ended: readonly Readonly<Job>[], kept: number | undefined) => {
    if (kept === undefined) return [];
    const startOf = ({ status }: Readonly<Job>) => timeOf(status.startTime) ?? Number.POSITIVE_INFINITY;
    const nameOf = ({ metadata }: Readonly<Job>) => metadata.name ?? '';
    const oldestFirst = ended.toSorted((a, b) => compare(startOf(a), startOf(b)) || compare(nameOf(a), nameOf(b)));
    return oldestFirst.slice(0, Math.max(0, ended.length - kept));
  };
  return [
    ...surplus(jobs.filter(isSucceeded), spec.successfulJobsHistoryLimit),
    ...surplus(jobs.filter(isFailed), spec.failedJobsHistoryLimit),
  ];
}

const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** How the status names a running Job. */
export function referenceTo({ metadata }: Readonly<Job>): ObjectReference {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = metadata;
  return { apiVersion: apiVersionOf(Jobs), kind: Jobs.kind, namespace, name, uid, resourceVersion };
}
