import { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { resource, status } from '../resources/resource.ts';

export const HorizontalPodAutoscalers = resource(HorizontalPodAutoscaler, {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  namespaced: true,
  shortNames: ['hpa'],
  categories: ['all'],
  subresources: [status],
});
