/** What a HorizontalPodAutoscaler saw last, metric by metric. */
import { CrossVersionObjectReference, MetricIdentifier, MetricSourceType } from './metric-spec.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, field, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v2');

export const MetricValueStatus = struct('MetricValueStatus', 'The value that a metric had.', {
  value: field(1, optional(quantity), 'The metric itself.'),
  averageValue: field(2, optional(quantity), 'The metric divided by the number of pods.'),
  averageUtilization: field(3, optional(int32), 'Average use of a resource in percent of what the pods request.'),
});
export type MetricValueStatus = Infer<typeof MetricValueStatus>;

export const ObjectMetricStatus = struct('ObjectMetricStatus', 'A metric of one object as last seen.', {
  metric: field(1, MetricIdentifier, 'The metric.'),
  current: field(2, MetricValueStatus, 'Its value.'),
  describedObject: field(3, CrossVersionObjectReference, 'The object.'),
});
export type ObjectMetricStatus = Infer<typeof ObjectMetricStatus>;

export const PodsMetricStatus = struct('PodsMetricStatus', 'A metric of the pods as last seen.', {
  metric: field(1, MetricIdentifier, 'The metric.'),
  current: field(2, MetricValueStatus, 'Its value.'),
});
export type PodsMetricStatus = Infer<typeof PodsMetricStatus>;

export const ResourceMetricStatus = struct('ResourceMetricStatus', 'Use of a resource by the pods as last seen.', {
  name: field(1, string, 'Name of the resource.'),
  current: field(2, MetricValueStatus, 'Its value.'),
});
export type ResourceMetricStatus = Infer<typeof ResourceMetricStatus>;

export const ContainerResourceMetricStatus = struct(
  'ContainerResourceMetricStatus',
  'Use of a resource by one container of the pods as last seen.',
  {
    name: field(1, string, 'Name of the resource.'),
    current: field(2, MetricValueStatus, 'Its value.'),
    container: field(3, string, 'Name of the container.'),
  },
);
export type ContainerResourceMetricStatus = Infer<typeof ContainerResourceMetricStatus>;

export const ExternalMetricStatus = struct('ExternalMetricStatus', 'A metric from outside the cluster as last seen.', {
  metric: field(1, MetricIdentifier, 'The metric.'),
  current: field(2, MetricValueStatus, 'Its value.'),
});
export type ExternalMetricStatus = Infer<typeof ExternalMetricStatus>;

export const MetricStatus = struct('MetricStatus', 'A metric as last seen; exactly the field of its type.', {
  type: field(1, MetricSourceType, 'Object, Pods, Resource, ContainerResource or External.'),
  object: field(2, optional(ObjectMetricStatus), 'A metric of one object.'),
  pods: field(3, optional(PodsMetricStatus), 'A metric of each pod.'),
  resource: field(4, optional(ResourceMetricStatus), 'CPU or memory of the pods.'),
  containerResource: field(7, optional(ContainerResourceMetricStatus), 'CPU or memory of one container of the pods.'),
  external: field(5, optional(ExternalMetricStatus), 'A metric from outside the cluster.'),
});
export type MetricStatus = Infer<typeof MetricStatus>;
