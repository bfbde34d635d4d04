/** The kind CronJob: Jobs that begin at set times. */
import { JobSpec } from './job-spec.ts';
import { ObjectReference } from '../core-v1/object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.batch.v1');

export const JobTemplateSpec = struct('JobTemplateSpec', 'What the Jobs of a CronJob are made from.', {
  metadata: field(1, omitEmpty(ObjectMeta), 'Labels and annotations of the Jobs.'),
  spec: field(2, omitEmpty(JobSpec), 'What the Jobs are to do.'),
});
export type JobTemplateSpec = Infer<typeof JobTemplateSpec>;

export const ConcurrencyPolicy = oneOf('Allow', 'Forbid', 'Replace');
export type ConcurrencyPolicy = Infer<typeof ConcurrencyPolicy>;

export const CronJobSpec = struct('CronJobSpec', 'When Jobs begin, and what they do.', {
  schedule: field(1, string, 'When, in cron format: minute, hour, day of month, month, day of week; or @daily etc.'),
  timeZone: field(8, optional(string), 'Time zone of the schedule, such as Europe/Berlin; absent: UTC.'),
  startingDeadlineSeconds: field(2, optional(int64), 'Seconds by which a Job may begin late; absent: any.'),
  concurrencyPolicy: field(
    3,
    omitEmpty(ConcurrencyPolicy),
    'What if the last Job still runs: Allow another (the default), Forbid it or Replace the last.',
    { default: 'Allow' },
  ),
  suspend: field(4, optional(bool), 'Whether no Jobs begin for now. False by default.', { default: false }),
  jobTemplate: field(5, JobTemplateSpec, 'The Jobs.'),
  successfulJobsHistoryLimit: field(6, optional(int32), 'Succeeded Jobs that are kept. 3 by default.', { default: 3 }),
  failedJobsHistoryLimit: field(7, optional(int32), 'Failed Jobs that are kept. 1 by default.', { default: 1 }),
});
export type CronJobSpec = Infer<typeof CronJobSpec>;

export const CronJobStatus = struct('CronJobStatus', 'What a CronJob has begun.', {
  active: field(1, omitEmpty(list(ObjectReference)), 'Jobs that are running.', { merge: 'atomic' }),
  lastScheduleTime: field(4, optional(time), 'When a Job was last due and begun.'),
  lastSuccessfulTime: field(5, optional(time), 'When a Job last succeeded.'),
});
export type CronJobStatus = Infer<typeof CronJobStatus>;

export const CronJob = struct('CronJob', 'Begins a Job at set times.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(CronJobSpec), 'When Jobs begin, and what they do.'),
  status: field(3, omitEmpty(CronJobStatus), 'What has been begun.'),
});
export type CronJob = Infer<typeof CronJob>;
