import { JobSpec } from './shared.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.batch.v1');

export const JobCondition = struct('JobCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastProbeTime: field(3, omitEmpty(time), ''),
  lastTransitionTime: field(4, omitEmpty(time), ''),
  reason: field(5, omitEmpty(string), ''),
  message: field(6, omitEmpty(string), ''),
});
export type JobCondition = Infer<typeof JobCondition>;

export const UncountedTerminatedPods = struct('UncountedTerminatedPods', '', {
  succeeded: field(1, omitEmpty(list(string)), '', { merge: 'set' }),
  failed: field(2, omitEmpty(list(string)), '', { merge: 'set' }),
});
export type UncountedTerminatedPods = Infer<typeof UncountedTerminatedPods>;

export const JobStatus = struct('JobStatus', '', {
  conditions: field(1, omitEmpty(list(JobCondition)), '', { patch: 'merge', mergeKey: 'type', merge: 'atomic' }),
  startTime: field(2, optional(time), ''),
  completionTime: field(3, optional(time), ''),
  active: field(4, omitEmpty(int32), ''),
  succeeded: field(5, omitEmpty(int32), ''),
  failed: field(6, omitEmpty(int32), ''),
  terminating: field(11, optional(int32), ''),
  completedIndexes: field(7, omitEmpty(string), ''),
  failedIndexes: field(10, optional(string), ''),
  uncountedTerminatedPods: field(8, optional(UncountedTerminatedPods), ''),
  ready: field(9, optional(int32), ''),
});
export type JobStatus = Infer<typeof JobStatus>;

export const Job = struct('Job', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(JobSpec), ''),
  status: field(3, omitEmpty(JobStatus), ''),
});
export type Job = Infer<typeof Job>;
