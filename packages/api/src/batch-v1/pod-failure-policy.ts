/** What a Job makes of failed pods, by their exit codes and conditions. */
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.batch.v1');

export const PodFailurePolicyOnExitCodesOperator = oneOf('In', 'NotIn');
export type PodFailurePolicyOnExitCodesOperator = Infer<typeof PodFailurePolicyOnExitCodesOperator>;

export const PodFailurePolicyOnExitCodesRequirement = struct(
  'PodFailurePolicyOnExitCodesRequirement',
  'Exit codes of containers that a rule is for.',
  {
    containerName: field(1, optional(string), 'Container whose exit code counts; absent: all of them.'),
    operator: field(2, PodFailurePolicyOnExitCodesOperator, 'In or NotIn the values; 0 never matches.'),
    values: field(3, list(int32), 'Exit codes in ascending order, 1 to 255 of them.', { merge: 'set' }),
  },
);
export type PodFailurePolicyOnExitCodesRequirement = Infer<typeof PodFailurePolicyOnExitCodesRequirement>;

export const PodFailurePolicyOnPodConditionsPattern = struct(
  'PodFailurePolicyOnPodConditionsPattern',
  'A condition of pods that a rule is for.',
  {
    type: field(1, string, 'Type of the condition, such as DisruptionTarget.'),
    status: field(2, string, 'Status of the condition, True by default.', { required: false, default: 'True' }),
  },
);
export type PodFailurePolicyOnPodConditionsPattern = Infer<typeof PodFailurePolicyOnPodConditionsPattern>;

export const PodFailurePolicyAction = oneOf('FailJob', 'FailIndex', 'Ignore', 'Count');
export type PodFailurePolicyAction = Infer<typeof PodFailurePolicyAction>;

export const PodFailurePolicyRule = struct(
  'PodFailurePolicyRule',
  'What to do with a pod that failed in a certain way: exactly one of onExitCodes and onPodConditions.',
  {
    action: field(
      1,
      PodFailurePolicyAction,
      'FailJob, FailIndex, Ignore (replace the pod, count nothing) or Count towards the limit.',
    ),
    onExitCodes: field(2, optional(PodFailurePolicyOnExitCodesRequirement), 'Exit codes that the rule is for.'),
    onPodConditions: field(
      3,
      omitEmpty(list(PodFailurePolicyOnPodConditionsPattern)),
      'Conditions of which the pod must have one, at most 20.',
      { merge: 'atomic' },
    ),
  },
);
export type PodFailurePolicyRule = Infer<typeof PodFailurePolicyRule>;

export const PodFailurePolicy = struct('PodFailurePolicy', 'What a Job makes of failed pods.', {
  rules: field(1, list(PodFailurePolicyRule), 'Rules in order, at most 20; the first that matches is applied.', {
    merge: 'atomic',
  }),
});
export type PodFailurePolicy = Infer<typeof PodFailurePolicy>;
