import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v2');

export const CrossVersionObjectReference = struct('CrossVersionObjectReference', '', {
  kind: field(1, string, ''),
  name: field(2, string, ''),
  apiVersion: field(3, omitEmpty(string), ''),
});
export type CrossVersionObjectReference = Infer<typeof CrossVersionObjectReference>;

export const MetricTargetType = oneOf('Utilization', 'Value', 'AverageValue');
export type MetricTargetType = Infer<typeof MetricTargetType>;

export const MetricTarget = struct('MetricTarget', '', {
  type: field(1, MetricTargetType, ''),
  value: field(2, optional(quantity), ''),
  averageValue: field(3, optional(quantity), ''),
  averageUtilization: field(4, optional(int32), ''),
});
export type MetricTarget = Infer<typeof MetricTarget>;

export const MetricIdentifier = struct('MetricIdentifier', '', {
  name: field(1, string, ''),
  selector: field(2, optional(LabelSelector), ''),
});
export type MetricIdentifier = Infer<typeof MetricIdentifier>;

export const ObjectMetricSource = struct('ObjectMetricSource', '', {
  describedObject: field(1, CrossVersionObjectReference, ''),
  target: field(2, MetricTarget, ''),
  metric: field(3, MetricIdentifier, ''),
});
export type ObjectMetricSource = Infer<typeof ObjectMetricSource>;

export const PodsMetricSource = struct('PodsMetricSource', '', {
  metric: field(1, MetricIdentifier, ''),
  target: field(2, MetricTarget, ''),
});
export type PodsMetricSource = Infer<typeof PodsMetricSource>;

export const ResourceMetricSource = struct('ResourceMetricSource', '', {
  name: field(1, string, ''),
  target: field(2, MetricTarget, ''),
});
export type ResourceMetricSource = Infer<typeof ResourceMetricSource>;

export const ContainerResourceMetricSource = struct('ContainerResourceMetricSource', '', {
  name: field(1, string, ''),
  target: field(2, MetricTarget, ''),
  container: field(3, string, ''),
});
export type ContainerResourceMetricSource = Infer<typeof ContainerResourceMetricSource>;

export const ExternalMetricSource = struct('ExternalMetricSource', '', {
  metric: field(1, MetricIdentifier, ''),
  target: field(2, MetricTarget, ''),
});
export type ExternalMetricSource = Infer<typeof ExternalMetricSource>;

export const MetricSourceType = oneOf('Object', 'Pods', 'Resource', 'ContainerResource', 'External');
export type MetricSourceType = Infer<typeof MetricSourceType>;

export const MetricSpec = struct('MetricSpec', '', {
  type: field(1, MetricSourceType, ''),
  object: field(2, optional(ObjectMetricSource), ''),
  pods: field(3, optional(PodsMetricSource), ''),
  resource: field(4, optional(ResourceMetricSource), ''),
  containerResource: field(7, optional(ContainerResourceMetricSource), ''),
  external: field(5, optional(ExternalMetricSource), ''),
});
export type MetricSpec = Infer<typeof MetricSpec>;

export const HPAScalingPolicy = struct('HPAScalingPolicy', '', {
  type: field(1, string, ''),
  value: field(2, int32, ''),
  periodSeconds: field(3, int32, ''),
});
export type HPAScalingPolicy = Infer<typeof HPAScalingPolicy>;

export const ScalingPolicySelect = oneOf('Max', 'Min', 'Disabled');
export type ScalingPolicySelect = Infer<typeof ScalingPolicySelect>;

export const HPAScalingRules = struct('HPAScalingRules', '', {
  stabilizationWindowSeconds: field(3, optional(int32), ''),
  selectPolicy: field(1, optional(ScalingPolicySelect), ''),
  policies: field(2, omitEmpty(list(HPAScalingPolicy)), '', { merge: 'atomic' }),
  tolerance: field(4, optional(quantity), ''),
});
export type HPAScalingRules = Infer<typeof HPAScalingRules>;

export const HorizontalPodAutoscalerBehavior = struct('HorizontalPodAutoscalerBehavior', '', {
  scaleUp: field(1, optional(HPAScalingRules), ''),
  scaleDown: field(2, optional(HPAScalingRules), ''),
});
export type HorizontalPodAutoscalerBehavior = Infer<typeof HorizontalPodAutoscalerBehavior>;

export const HorizontalPodAutoscalerSpec = struct('HorizontalPodAutoscalerSpec', '', {
  scaleTargetRef: field(1, CrossVersionObjectReference, ''),
  minReplicas: field(2, optional(int32), ''),
  maxReplicas: field(3, int32, ''),
  metrics: field(4, omitEmpty(list(MetricSpec)), '', { merge: 'atomic' }),
  behavior: field(5, optional(HorizontalPodAutoscalerBehavior), ''),
});
export type HorizontalPodAutoscalerSpec = Infer<typeof HorizontalPodAutoscalerSpec>;

export const MetricValueStatus = struct('MetricValueStatus', '', {
  value: field(1, optional(quantity), ''),
  averageValue: field(2, optional(quantity), ''),
  averageUtilization: field(3, optional(int32), ''),
});
export type MetricValueStatus = Infer<typeof MetricValueStatus>;

export const ObjectMetricStatus = struct('ObjectMetricStatus', '', {
  metric: field(1, MetricIdentifier, ''),
  current: field(2, MetricValueStatus, ''),
  describedObject: field(3, CrossVersionObjectReference, ''),
});
export type ObjectMetricStatus = Infer<typeof ObjectMetricStatus>;

export const PodsMetricStatus = struct('PodsMetricStatus', '', {
  metric: field(1, MetricIdentifier, ''),
  current: field(2, MetricValueStatus, ''),
});
export type PodsMetricStatus = Infer<typeof PodsMetricStatus>;

export const ResourceMetricStatus = struct('ResourceMetricStatus', '', {
  name: field(1, string, ''),
  current: field(2, MetricValueStatus, ''),
});
export type ResourceMetricStatus = Infer<typeof ResourceMetricStatus>;

export const ContainerResourceMetricStatus = struct('ContainerResourceMetricStatus', '', {
  name: field(1, string, ''),
  current: field(2, MetricValueStatus, ''),
  container: field(3, string, ''),
});
export type ContainerResourceMetricStatus = Infer<typeof ContainerResourceMetricStatus>;

export const ExternalMetricStatus = struct('ExternalMetricStatus', '', {
  metric: field(1, MetricIdentifier, ''),
  current: field(2, MetricValueStatus, ''),
});
export type ExternalMetricStatus = Infer<typeof ExternalMetricStatus>;

export const MetricStatus = struct('MetricStatus', '', {
  type: field(1, MetricSourceType, ''),
  object: field(2, optional(ObjectMetricStatus), ''),
  pods: field(3, optional(PodsMetricStatus), ''),
  resource: field(4, optional(ResourceMetricStatus), ''),
  containerResource: field(7, optional(ContainerResourceMetricStatus), ''),
  external: field(5, optional(ExternalMetricStatus), ''),
});
export type MetricStatus = Infer<typeof MetricStatus>;

export const HorizontalPodAutoscalerCondition = struct('HorizontalPodAutoscalerCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type HorizontalPodAutoscalerCondition = Infer<typeof HorizontalPodAutoscalerCondition>;

export const HorizontalPodAutoscalerStatus = struct('HorizontalPodAutoscalerStatus', '', {
  observedGeneration: field(1, optional(int64), ''),
  lastScaleTime: field(2, optional(time), ''),
  currentReplicas: field(3, omitEmpty(int32), ''),
  desiredReplicas: field(4, int32, ''),
  currentMetrics: field(5, list(MetricStatus), '', { required: false, merge: 'atomic' }),
  conditions: field(6, omitEmpty(list(HorizontalPodAutoscalerCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type HorizontalPodAutoscalerStatus = Infer<typeof HorizontalPodAutoscalerStatus>;

export const HorizontalPodAutoscaler = struct('HorizontalPodAutoscaler', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(HorizontalPodAutoscalerSpec), '', { required: true }),
  status: field(3, omitEmpty(HorizontalPodAutoscalerStatus), ''),
});
export type HorizontalPodAutoscaler = Infer<typeof HorizontalPodAutoscaler>;
