/** The kind Job: pods that run to their end. */
import { JobSpec } from './job-spec.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.batch.v1');

export const JobCondition = struct('JobCondition', 'Something that is or is not so with the Job.', {
  type: field(1, string, 'Complete, Failed, Suspended, FailureTarget or SuccessCriteriaMet.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastProbeTime: field(3, omitEmpty(time), 'When this was last looked at.'),
  lastTransitionTime: field(4, omitEmpty(time), 'When the status last changed.'),
  reason: field(5, omitEmpty(string), 'Why, in one word.'),
  message: field(6, omitEmpty(string), 'Why, in a sentence.'),
});
export type JobCondition = Infer<typeof JobCondition>;

export const UncountedTerminatedPods = struct(
  'UncountedTerminatedPods',
  'Ended pods, by uid, that are not yet in the counters of the status.',
  {
    succeeded: field(1, omitEmpty(list(string)), 'Uids of pods that succeeded.', { merge: 'set' }),
    failed: field(2, omitEmpty(list(string)), 'Uids of pods that failed.', { merge: 'set' }),
  },
);
export type UncountedTerminatedPods = Infer<typeof UncountedTerminatedPods>;

export const JobStatus = struct('JobStatus', 'How far a Job has come.', {
  conditions: field(1, omitEmpty(list(JobCondition)), 'How it ended, or why it does not run.', {
    patch: 'merge',
    mergeKey: 'type',
    merge: 'atomic',
  }),
  startTime: field(2, optional(time), 'When the Job began, or was last resumed.'),
  completionTime: field(3, optional(time), 'When the Job succeeded.'),
  active: field(4, omitEmpty(int32), 'Pods that are pending or running.'),
  succeeded: field(5, omitEmpty(int32), 'Pods that have succeeded.'),
  failed: field(6, omitEmpty(int32), 'Pods that have failed.'),
  terminating: field(11, optional(int32), 'Pods that are pending or running and being deleted.'),
  completedIndexes: field(7, omitEmpty(string), 'Indexes that have succeeded, such as 1,3-5; only if Indexed.'),
  failedIndexes: field(10, optional(string), 'Indexes that have failed; only with backoffLimitPerIndex.'),
  uncountedTerminatedPods: field(8, optional(UncountedTerminatedPods), 'Ended pods that are not counted yet.'),
  ready: field(9, optional(int32), 'Active pods that are ready.'),
});
export type JobStatus = Infer<typeof JobStatus>;

export const Job = struct('Job', 'Runs pods until enough of them have succeeded.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(JobSpec), 'What is to be done.'),
  status: field(3, omitEmpty(JobStatus), 'How far it has come.'),
});
export type Job = Infer<typeof Job>;
