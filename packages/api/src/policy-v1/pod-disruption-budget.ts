/** The kind PodDisruptionBudget: how many of a set of pods may be taken away on purpose at a time. */
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

export const PodDisruptionBudgetSpec = struct('PodDisruptionBudgetSpec', 'The pods and how many must stay.', {
  minAvailable: field(
    1,
    optional(intOrString),
    'Number or percentage of pods that must stay available. Excludes maxUnavailable.',
  ),
  selector: field(2, optional(LabelSelector), 'Pods of the namespace by label; absent: none, empty: all.', {
    patch: 'replace',
  }),
  maxUnavailable: field(
    3,
    optional(intOrString),
    'Number or percentage of pods that may be unavailable. Excludes minAvailable.',
  ),
  unhealthyPodEvictionPolicy: field(
    4,
    optional(UnhealthyPodEvictionPolicyType),
    'Whether pods that are not ready may always go; by default only if enough others are healthy.',
  ),
});
export type PodDisruptionBudgetSpec = Infer<typeof PodDisruptionBudgetSpec>;

export const PodDisruptionBudgetStatus = struct('PodDisruptionBudgetStatus', 'How much of the budget is left.', {
  observedGeneration: field(1, omitEmpty(int64), 'Generation of the budget that the rest is about.'),
  disruptedPods: field(
    2,
    omitEmpty(dict(time)),
    'Pods by name whose eviction was granted, and when, until the controller sees them go.',
  ),
  disruptionsAllowed: field(3, int32, 'How many pods may be evicted now.'),
  currentHealthy: field(4, int32, 'How many pods are healthy.'),
  desiredHealthy: field(5, int32, 'How many healthy pods there must at least be.'),
  expectedPods: field(6, int32, 'How many pods the budget counts.'),
  conditions: field(7, omitEmpty(list(Condition)), 'DisruptionAllowed, and why it is so.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type PodDisruptionBudgetStatus = Infer<typeof PodDisruptionBudgetStatus>;

export const PodDisruptionBudget = struct(
  'PodDisruptionBudget',
  'Limits how many of a set of pods may be evicted at the same time.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, omitEmpty(PodDisruptionBudgetSpec), 'The pods and how many must stay.'),
    status: field(3, omitEmpty(PodDisruptionBudgetStatus), 'How much of the budget is left.'),
  },
);
export type PodDisruptionBudget = Infer<typeof PodDisruptionBudget>;
