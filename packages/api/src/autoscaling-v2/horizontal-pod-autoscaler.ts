/** The kind HorizontalPodAutoscaler: how many pods a workload should have, decided by metrics. */
import { CrossVersionObjectReference, MetricSpec } from './metric-spec.ts';
import { MetricStatus } from './metric-status.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v2');

export const HPAScalingPolicy = struct('HPAScalingPolicy', 'How much the number of pods may change in a time.', {
  type: field(1, string, 'What value counts: Pods or Percent.'),
  value: field(2, int32, 'Largest change allowed, more than zero.'),
  periodSeconds: field(3, int32, 'The time in seconds that it is allowed in, 1 to 1800.'),
});
export type HPAScalingPolicy = Infer<typeof HPAScalingPolicy>;

export const ScalingPolicySelect = oneOf('Max', 'Min', 'Disabled');
export type ScalingPolicySelect = Infer<typeof ScalingPolicySelect>;

export const HPAScalingRules = struct('HPAScalingRules', 'How fast pods are added, or taken away.', {
  stabilizationWindowSeconds: field(
    3,
    optional(int32),
    'Seconds of past decisions that are weighed, 0 to 3600; by default 0 up and 300 down.',
  ),
  selectPolicy: field(1, optional(ScalingPolicySelect), 'Max (the default) or Min of the policies, or Disabled.'),
  policies: field(
    2,
    omitEmpty(list(HPAScalingPolicy)),
    'Limits; by default double or 4 pods in 15 s up, and everything in 15 s down.',
    { merge: 'atomic' },
  ),
  tolerance: field(
    4,
    optional(quantity),
    'How far a metric may be off, as a ratio, before anything changes; 0.1 by default.',
  ),
});
export type HPAScalingRules = Infer<typeof HPAScalingRules>;

export const HorizontalPodAutoscalerBehavior = struct(
  'HorizontalPodAutoscalerBehavior',
  'How fast the number of pods follows the metrics.',
  {
    scaleUp: field(1, optional(HPAScalingRules), 'How fast pods are added.'),
    scaleDown: field(2, optional(HPAScalingRules), 'How fast pods are taken away.'),
  },
);
export type HorizontalPodAutoscalerBehavior = Infer<typeof HorizontalPodAutoscalerBehavior>;

export const HorizontalPodAutoscalerSpec = struct(
  'HorizontalPodAutoscalerSpec',
  'What is scaled, within which limits, by which metrics.',
  {
    scaleTargetRef: field(1, CrossVersionObjectReference, 'The workload that is scaled.'),
    minReplicas: field(2, optional(int32), 'Fewest pods. 1 by default.', { default: 1 }),
    maxReplicas: field(3, int32, 'Most pods; not less than minReplicas.'),
    metrics: field(
      4,
      omitEmpty(list(MetricSpec)),
      'What decides; the metric that asks for most pods wins. By default 80 % CPU utilization.',
      { merge: 'atomic' },
    ),
    behavior: field(5, optional(HorizontalPodAutoscalerBehavior), 'How fast the number follows the metrics.'),
  },
);
export type HorizontalPodAutoscalerSpec = Infer<typeof HorizontalPodAutoscalerSpec>;

export const HorizontalPodAutoscalerCondition = struct(
  'HorizontalPodAutoscalerCondition',
  'Something that is or is not so with the autoscaler.',
  {
    type: field(1, string, 'AbleToScale, ScalingActive or ScalingLimited.'),
    status: field(2, string, 'True, False or Unknown.'),
    lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
    reason: field(4, omitEmpty(string), 'Why, in one word.'),
    message: field(5, omitEmpty(string), 'Why, in a sentence.'),
  },
);
export type HorizontalPodAutoscalerCondition = Infer<typeof HorizontalPodAutoscalerCondition>;

export const HorizontalPodAutoscalerStatus = struct(
  'HorizontalPodAutoscalerStatus',
  'What the autoscaler saw and decided last.',
  {
    observedGeneration: field(1, optional(int64), 'Generation of the autoscaler that the rest is about.'),
    lastScaleTime: field(2, optional(time), 'When the number of pods was last changed.'),
    currentReplicas: field(3, omitEmpty(int32), 'Number of pods last seen.'),
    desiredReplicas: field(4, int32, 'Number of pods last decided on.'),
    currentMetrics: field(5, list(MetricStatus), 'The metrics as last seen.', { required: false, merge: 'atomic' }),
    conditions: field(6, omitEmpty(list(HorizontalPodAutoscalerCondition)), 'Whether scaling works and is limited.', {
      patch: 'merge',
      mergeKey: 'type',
      mapKeys: ['type'],
    }),
  },
);
export type HorizontalPodAutoscalerStatus = Infer<typeof HorizontalPodAutoscalerStatus>;

export const HorizontalPodAutoscaler = struct(
  'HorizontalPodAutoscaler',
  'Keeps metrics of a workload near their targets by changing how many pods it has.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, omitEmpty(HorizontalPodAutoscalerSpec), 'What is scaled, and how.'),
    status: field(3, omitEmpty(HorizontalPodAutoscalerStatus), 'What was seen and decided last.'),
  },
);
export type HorizontalPodAutoscaler = Infer<typeof HorizontalPodAutoscaler>;
