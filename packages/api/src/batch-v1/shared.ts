import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.batch.v1');

export const PodFailurePolicyOnExitCodesOperator = oneOf('In', 'NotIn');
export type PodFailurePolicyOnExitCodesOperator = Infer<typeof PodFailurePolicyOnExitCodesOperator>;

export const PodFailurePolicyOnExitCodesRequirement = struct('PodFailurePolicyOnExitCodesRequirement', '', {
  containerName: field(1, optional(string), ''),
  operator: field(2, PodFailurePolicyOnExitCodesOperator, ''),
  values: field(3, list(int32), '', { merge: 'set' }),
});
export type PodFailurePolicyOnExitCodesRequirement = Infer<typeof PodFailurePolicyOnExitCodesRequirement>;

export const PodFailurePolicyOnPodConditionsPattern = struct('PodFailurePolicyOnPodConditionsPattern', '', {
  type: field(1, string, ''),
  status: field(2, string, '', { required: false }),
});
export type PodFailurePolicyOnPodConditionsPattern = Infer<typeof PodFailurePolicyOnPodConditionsPattern>;

export const PodFailurePolicyAction = oneOf('FailJob', 'FailIndex', 'Ignore', 'Count');
export type PodFailurePolicyAction = Infer<typeof PodFailurePolicyAction>;

export const PodFailurePolicyRule = struct('PodFailurePolicyRule', '', {
  action: field(1, PodFailurePolicyAction, ''),
  onExitCodes: field(2, optional(PodFailurePolicyOnExitCodesRequirement), ''),
  onPodConditions: field(3, omitEmpty(list(PodFailurePolicyOnPodConditionsPattern)), '', { merge: 'atomic' }),
});
export type PodFailurePolicyRule = Infer<typeof PodFailurePolicyRule>;

export const PodFailurePolicy = struct('PodFailurePolicy', '', {
  rules: field(1, list(PodFailurePolicyRule), '', { merge: 'atomic' }),
});
export type PodFailurePolicy = Infer<typeof PodFailurePolicy>;

export const SuccessPolicyRule = struct('SuccessPolicyRule', '', {
  succeededIndexes: field(1, optional(string), ''),
  succeededCount: field(2, optional(int32), ''),
});
export type SuccessPolicyRule = Infer<typeof SuccessPolicyRule>;

export const SuccessPolicy = struct('SuccessPolicy', '', {
  rules: field(1, list(SuccessPolicyRule), '', { merge: 'atomic' }),
});
export type SuccessPolicy = Infer<typeof SuccessPolicy>;

export const CompletionMode = oneOf('NonIndexed', 'Indexed');
export type CompletionMode = Infer<typeof CompletionMode>;

export const PodReplacementPolicy = oneOf('TerminatingOrFailed', 'Failed');
export type PodReplacementPolicy = Infer<typeof PodReplacementPolicy>;

export const JobSpec = struct('JobSpec', '', {
  parallelism: field(1, optional(int32), ''),
  completions: field(2, optional(int32), ''),
  activeDeadlineSeconds: field(3, optional(int64), ''),
  podFailurePolicy: field(11, optional(PodFailurePolicy), ''),
  successPolicy: field(16, optional(SuccessPolicy), ''),
  backoffLimit: field(7, optional(int32), ''),
  backoffLimitPerIndex: field(12, optional(int32), ''),
  maxFailedIndexes: field(13, optional(int32), ''),
  selector: field(4, optional(LabelSelector), ''),
  manualSelector: field(5, optional(bool), ''),
  template: field(6, PodTemplateSpec, ''),
  ttlSecondsAfterFinished: field(8, optional(int32), ''),
  completionMode: field(9, optional(CompletionMode), ''),
  suspend: field(10, optional(bool), ''),
  podReplacementPolicy: field(14, optional(PodReplacementPolicy), ''),
  managedBy: field(15, optional(string), ''),
});
export type JobSpec = Infer<typeof JobSpec>;
