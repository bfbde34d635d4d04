export {
  HPAScalingPolicy,
  HPAScalingRules,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  ScalingPolicySelect,
} from './horizontal-pod-autoscaler.ts';
export {
  ContainerResourceMetricSource,
  CrossVersionObjectReference,
  ExternalMetricSource,
  MetricIdentifier,
  MetricSourceType,
  MetricSpec,
  MetricTarget,
  MetricTargetType,
  ObjectMetricSource,
  PodsMetricSource,
  ResourceMetricSource,
} from './metric-spec.ts';
export {
  ContainerResourceMetricStatus,
  ExternalMetricStatus,
  MetricStatus,
  MetricValueStatus,
  ObjectMetricStatus,
  PodsMetricStatus,
  ResourceMetricStatus,
} from './metric-status.ts';
export { HorizontalPodAutoscalers } from './resources.ts';
