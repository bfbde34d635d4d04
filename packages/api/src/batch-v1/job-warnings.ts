/** Warnings for Jobs and CronJobs that are valid and may yet surprise. */
import type { CronJob } from './cron-job.ts';
import type { JobSpec } from './job-spec.ts';
import type { Job } from './job.ts';
import { podNameWarnings } from '../apps-v1/workload-warnings.ts';
import { podWarnings } from '../core-v1/pod-warnings.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldPath } from '../status/field-path.ts';

const MANY_COMPLETIONS = 100_000;
const MUCH_PARALLELISM = 10_000;
const TOO_MUCH =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail';
const ZONE_IN_SCHEDULE =
  'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';

/** Texts for a new Job, or a changed one. */
export function jobWarnings(job: Readonly<Job>, old?: Readonly<Job>): string[] {
  return [
    ...(old === undefined ? podNameWarnings(job.metadata) : []),
    ...(semanticEqual(job.spec, old?.spec) ? [] : specWarnings(job.spec, FieldPath.of('spec'))),
  ];
}

/** Texts for a new CronJob, or a changed one. */
export function cronJobWarnings(cronJob: Readonly<CronJob>, old?: Readonly<CronJob>): string[] {
  const { schedule, jobTemplate } = cronJob.spec;
  const path = FieldPath.of('spec', 'jobTemplate', 'spec');
  return [
    ...(old === undefined ? podNameWarnings(cronJob.metadata) : []),
    ...(semanticEqual(cronJob.spec, old?.spec) ? [] : specWarnings(jobTemplate.spec, path)),
    ...(old !== undefined && schedule.includes('TZ') ? [ZONE_IN_SCHEDULE] : []),
  ];
}

function specWarnings(spec: JobSpec, path: FieldPath): string[] {
  const { completionMode, completions = 0, parallelism = 0, template } = spec;
  const isTooMuch = completionMode === 'Indexed' && completions > MANY_COMPLETIONS && parallelism > MUCH_PARALLELISM;
  return [...(isTooMuch ? [`${path.toString()}: ${TOO_MUCH}`] : []), ...podWarnings(template, path.child('template'))];
}
