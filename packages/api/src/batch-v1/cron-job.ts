import { JobSpec } from './shared.ts';
import { ObjectReference } from '../core-v1/object-reference.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.batch.v1');

export const JobTemplateSpec = struct('JobTemplateSpec', '', {
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(JobSpec), ''),
});
export type JobTemplateSpec = Infer<typeof JobTemplateSpec>;

export const ConcurrencyPolicy = oneOf('Allow', 'Forbid', 'Replace');
export type ConcurrencyPolicy = Infer<typeof ConcurrencyPolicy>;

export const CronJobSpec = struct('CronJobSpec', '', {
  schedule: field(1, string, ''),
  timeZone: field(8, optional(string), ''),
  startingDeadlineSeconds: field(2, optional(int64), ''),
  concurrencyPolicy: field(3, omitEmpty(ConcurrencyPolicy), ''),
  suspend: field(4, optional(bool), ''),
  jobTemplate: field(5, JobTemplateSpec, ''),
  successfulJobsHistoryLimit: field(6, optional(int32), ''),
  failedJobsHistoryLimit: field(7, optional(int32), ''),
});
export type CronJobSpec = Infer<typeof CronJobSpec>;

export const CronJobStatus = struct('CronJobStatus', '', {
  active: field(1, omitEmpty(list(ObjectReference)), '', { merge: 'atomic' }),
  lastScheduleTime: field(4, optional(time), ''),
  lastSuccessfulTime: field(5, optional(time), ''),
});
export type CronJobStatus = Infer<typeof CronJobStatus>;

export const CronJob = struct('CronJob', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(CronJobSpec), '', { required: true }),
  status: field(3, omitEmpty(CronJobStatus), ''),
});
export type CronJob = Infer<typeof CronJob>;
