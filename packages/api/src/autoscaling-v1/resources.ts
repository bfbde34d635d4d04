import { fromStored, toStored } from './conversion.ts';
import { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { HorizontalPodAutoscalers as Stored } from '../autoscaling-v2/resources.ts';
import { resource, status } from '../resources/resource.ts';

export const HorizontalPodAutoscalers = resource(HorizontalPodAutoscaler, {
  group: 'autoscaling',
  version: 'v1',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  namespaced: true,
  shortNames: ['hpa'],
  categories: ['all'],
  subresources: [status],
  view: { of: Stored, toStored, fromStored },
});
