import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v1');

export const CrossVersionObjectReference = struct(
  'CrossVersionObjectReference',
  '',
  {
    kind: field(1, string, ''),
    name: field(2, string, ''),
    apiVersion: field(3, omitEmpty(string), ''),
  },
  { atomic: true },
);
export type CrossVersionObjectReference = Infer<typeof CrossVersionObjectReference>;

export const HorizontalPodAutoscalerSpec = struct('HorizontalPodAutoscalerSpec', '', {
  scaleTargetRef: field(1, CrossVersionObjectReference, ''),
  minReplicas: field(2, optional(int32), ''),
  maxReplicas: field(3, int32, ''),
  targetCPUUtilizationPercentage: field(4, optional(int32), ''),
});
export type HorizontalPodAutoscalerSpec = Infer<typeof HorizontalPodAutoscalerSpec>;

export const HorizontalPodAutoscalerStatus = struct('HorizontalPodAutoscalerStatus', '', {
  observedGeneration: field(1, optional(int64), ''),
  lastScaleTime: field(2, optional(time), ''),
  currentReplicas: field(3, int32, ''),
  desiredReplicas: field(4, int32, ''),
  currentCPUUtilizationPercentage: field(5, optional(int32), ''),
});
export type HorizontalPodAutoscalerStatus = Infer<typeof HorizontalPodAutoscalerStatus>;

export const HorizontalPodAutoscaler = struct('HorizontalPodAutoscaler', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(HorizontalPodAutoscalerSpec), '', { required: true }),
  status: field(3, omitEmpty(HorizontalPodAutoscalerStatus), ''),
});
export type HorizontalPodAutoscaler = Infer<typeof HorizontalPodAutoscaler>;
