/** What a Job is to do: which pods, how many, how often, until when. */
import { PodFailurePolicy } from './pod-failure-policy.ts';
import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.batch.v1');

export const SuccessPolicyRule = struct(
  'SuccessPolicyRule',
  'A way to succeed early; with both fields, that many of those indexes.',
  {
    succeededIndexes: field(1, optional(string), 'Indexes that must succeed, such as 0,2-4.'),
    succeededCount: field(2, optional(int32), 'How many indexes must succeed.'),
  },
);
export type SuccessPolicyRule = Infer<typeof SuccessPolicyRule>;

export const SuccessPolicy = struct('SuccessPolicy', 'When an indexed Job has succeeded before all indexes have.', {
  rules: field(1, list(SuccessPolicyRule), 'Ways to succeed, 1 to 20; the first that is met decides.', {
    merge: 'atomic',
  }),
});
export type SuccessPolicy = Infer<typeof SuccessPolicy>;

export const CompletionMode = oneOf('NonIndexed', 'Indexed');
export type CompletionMode = Infer<typeof CompletionMode>;

export const PodReplacementPolicy = oneOf('TerminatingOrFailed', 'Failed');
export type PodReplacementPolicy = Infer<typeof PodReplacementPolicy>;

export const JobSpec = struct('JobSpec', 'What a Job is to do.', {
  parallelism: field(1, optional(int32), 'Most pods that run at a time. 1 by default.'),
  completions: field(
    2,
    optional(int32),
    'Pods that must succeed; absent, with parallelism given: one success ends the Job.',
  ),
  activeDeadlineSeconds: field(3, optional(int64), 'Seconds that the Job may run before it has failed.'),
  podFailurePolicy: field(11, optional(PodFailurePolicy), 'What failed pods mean; needs restartPolicy Never.'),
  successPolicy: field(16, optional(SuccessPolicy), 'When the Job has succeeded early; only if Indexed.'),
  backoffLimit: field(
    7,
    optional(int32),
    'Failures of pods before the Job has failed. 6 by default; no limit with backoffLimitPerIndex.',
  ),
  backoffLimitPerIndex: field(12, optional(int32), 'Failures of pods before an index has failed; only if Indexed.'),
  maxFailedIndexes: field(13, optional(int32), 'Failed indexes before the Job has failed; absent: all may fail.'),
  selector: field(4, optional(LabelSelector), 'Labels of the pods; made by the system unless manualSelector.'),
  manualSelector: field(5, optional(bool), 'Whether selector and labels of the pods are given. False by default.'),
  template: field(6, PodTemplateSpec, 'The pods; their restartPolicy must be Never or OnFailure.'),
  ttlSecondsAfterFinished: field(8, optional(int32), 'Seconds from the end to deletion; absent: the Job stays.'),
  completionMode: field(
    9,
    optional(CompletionMode),
    'NonIndexed (the default), or Indexed: pods are numbered and each number must succeed.',
  ),
  suspend: field(10, optional(bool), 'Whether no pods may run for now. False by default.'),
  podReplacementPolicy: field(
    14,
    optional(PodReplacementPolicy),
    'When pods are replaced: TerminatingOrFailed, or Failed, which is the default with podFailurePolicy.',
  ),
  managedBy: field(
    15,
    optional(string),
    'Controller that runs the Job, as a domain and path; absent: the built-in one.',
  ),
});
export type JobSpec = Infer<typeof JobSpec>;
