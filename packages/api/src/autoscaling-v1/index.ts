export {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
} from './horizontal-pod-autoscaler.ts';
export { HorizontalPodAutoscalers } from './resources.ts';
export { Scale, ScaleSpec, ScaleStatus } from './scale.ts';
export { applyScale, isScalable, scaleOf, validateScale } from './scale-of.ts';
export type { Scalable } from './scale-of.ts';
