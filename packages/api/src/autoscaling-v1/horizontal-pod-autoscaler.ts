/** The kind HorizontalPodAutoscaler in its first version, which knows CPU utilization only. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v1');

export const CrossVersionObjectReference = struct(
  'CrossVersionObjectReference',
  'An object of the same namespace.',
  {
    kind: field(1, string, 'Kind of the object.'),
    name: field(2, string, 'Name of the object.'),
    apiVersion: field(3, omitEmpty(string), 'Group and version of the object.'),
  },
  { atomic: true },
);
export type CrossVersionObjectReference = Infer<typeof CrossVersionObjectReference>;

export const HorizontalPodAutoscalerSpec = struct(
  'HorizontalPodAutoscalerSpec',
  'What is scaled, within which limits, to which CPU utilization.',
  {
    scaleTargetRef: field(1, CrossVersionObjectReference, 'The workload that is scaled.'),
    minReplicas: field(2, optional(int32), 'Fewest pods. 1 by default.', { default: 1 }),
    maxReplicas: field(3, int32, 'Most pods; not less than minReplicas.'),
    targetCPUUtilizationPercentage: field(
      4,
      optional(int32),
      'CPU used on average, as a percentage of what the pods request. 80 if nothing else is aimed at.',
    ),
  },
);
export type HorizontalPodAutoscalerSpec = Infer<typeof HorizontalPodAutoscalerSpec>;

export const HorizontalPodAutoscalerStatus = struct(
  'HorizontalPodAutoscalerStatus',
  'What the autoscaler saw and decided last.',
  {
    observedGeneration: field(1, optional(int64), 'Generation of the autoscaler that the rest is about.'),
    lastScaleTime: field(2, optional(time), 'When the number of pods was last changed.'),
    currentReplicas: field(3, int32, 'Number of pods last seen.'),
    desiredReplicas: field(4, int32, 'Number of pods last decided on.'),
    currentCPUUtilizationPercentage: field(
      5,
      optional(int32),
      'CPU used on average, as a percentage of what the pods request.',
    ),
  },
);
export type HorizontalPodAutoscalerStatus = Infer<typeof HorizontalPodAutoscalerStatus>;

export const HorizontalPodAutoscaler = struct(
  'HorizontalPodAutoscaler',
  'Keeps the CPU utilization of a workload near a target by changing how many pods it has.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, omitEmpty(HorizontalPodAutoscalerSpec), 'What is scaled, and how.'),
    status: field(3, omitEmpty(HorizontalPodAutoscalerStatus), 'What was seen and decided last.'),
  },
);
export type HorizontalPodAutoscaler = Infer<typeof HorizontalPodAutoscaler>;
