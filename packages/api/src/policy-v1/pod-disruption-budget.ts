import { Condition } from '../meta-v1/condition.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, intOrString, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.policy.v1');

export const UnhealthyPodEvictionPolicyType = oneOf('IfHealthyBudget', 'AlwaysAllow');
export type UnhealthyPodEvictionPolicyType = Infer<typeof UnhealthyPodEvictionPolicyType>;

export const PodDisruptionBudgetSpec = struct('PodDisruptionBudgetSpec', '', {
  minAvailable: field(1, optional(intOrString), ''),
  selector: field(2, optional(LabelSelector), '', { patch: 'replace' }),
  maxUnavailable: field(3, optional(intOrString), ''),
  unhealthyPodEvictionPolicy: field(4, optional(UnhealthyPodEvictionPolicyType), ''),
});
export type PodDisruptionBudgetSpec = Infer<typeof PodDisruptionBudgetSpec>;

export const PodDisruptionBudgetStatus = struct('PodDisruptionBudgetStatus', '', {
  observedGeneration: field(1, omitEmpty(int64), ''),
  disruptedPods: field(2, omitEmpty(dict(time)), ''),
  disruptionsAllowed: field(3, int32, '', { required: false }),
  currentHealthy: field(4, int32, '', { required: false }),
  desiredHealthy: field(5, int32, '', { required: false }),
  expectedPods: field(6, int32, '', { required: false }),
  conditions: field(7, omitEmpty(list(Condition)), '', { patch: 'merge', mergeKey: 'type', mapKeys: ['type'] }),
});
export type PodDisruptionBudgetStatus = Infer<typeof PodDisruptionBudgetStatus>;

export const PodDisruptionBudget = struct('PodDisruptionBudget', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PodDisruptionBudgetSpec), ''),
  status: field(3, omitEmpty(PodDisruptionBudgetStatus), ''),
});
export type PodDisruptionBudget = Infer<typeof PodDisruptionBudget>;
