/** What a HorizontalPodAutoscaler looks at: metrics and the values they should have. */
import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v2');

export const CrossVersionObjectReference = struct('CrossVersionObjectReference', 'An object of the same namespace.', {
  kind: field(1, string, 'Kind of the object.'),
  name: field(2, string, 'Name of the object.'),
  apiVersion: field(3, omitEmpty(string), 'Group and version of the object.'),
});
export type CrossVersionObjectReference = Infer<typeof CrossVersionObjectReference>;

export const MetricTargetType = oneOf('Utilization', 'Value', 'AverageValue');
export type MetricTargetType = Infer<typeof MetricTargetType>;

export const MetricTarget = struct('MetricTarget', 'The value that a metric should have.', {
  type: field(1, MetricTargetType, 'Which of the values counts: Utilization, Value or AverageValue.'),
  value: field(2, optional(quantity), 'The metric itself.'),
  averageValue: field(3, optional(quantity), 'The metric divided by the number of pods.'),
  averageUtilization: field(
    4,
    optional(int32),
    'Average use of a resource in percent of what the pods request; only for resource metrics.',
  ),
});
export type MetricTarget = Infer<typeof MetricTarget>;

export const MetricIdentifier = struct('MetricIdentifier', 'Which metric.', {
  name: field(1, string, 'Name of the metric.'),
  selector: field(2, optional(LabelSelector), 'Labels of the metric, to tell apart series of one name.'),
});
export type MetricIdentifier = Infer<typeof MetricIdentifier>;

export const ObjectMetricSource = struct('ObjectMetricSource', 'A metric of one object of Kubernetes.', {
  describedObject: field(1, CrossVersionObjectReference, 'The object.'),
  target: field(2, MetricTarget, 'The value or average value it should have.'),
  metric: field(3, MetricIdentifier, 'The metric.'),
});
export type ObjectMetricSource = Infer<typeof ObjectMetricSource>;

export const PodsMetricSource = struct('PodsMetricSource', 'A metric of each pod, averaged over the pods.', {
  metric: field(1, MetricIdentifier, 'The metric.'),
  target: field(2, MetricTarget, 'The average value it should have.'),
});
export type PodsMetricSource = Infer<typeof PodsMetricSource>;

export const ResourceMetricSource = struct('ResourceMetricSource', 'Use of a resource by the pods as a whole.', {
  name: field(1, string, 'Name of the resource, such as cpu.'),
  target: field(2, MetricTarget, 'The average value or utilization it should have.'),
});
export type ResourceMetricSource = Infer<typeof ResourceMetricSource>;

export const ContainerResourceMetricSource = struct(
  'ContainerResourceMetricSource',
  'Use of a resource by one container of each pod.',
  {
    name: field(1, string, 'Name of the resource, such as cpu.'),
    target: field(2, MetricTarget, 'The average value or utilization it should have.'),
    container: field(3, string, 'Name of the container.'),
  },
);
export type ContainerResourceMetricSource = Infer<typeof ContainerResourceMetricSource>;

export const ExternalMetricSource = struct('ExternalMetricSource', 'A metric from outside the cluster.', {
  metric: field(1, MetricIdentifier, 'The metric.'),
  target: field(2, MetricTarget, 'The value or average value it should have.'),
});
export type ExternalMetricSource = Infer<typeof ExternalMetricSource>;

export const MetricSourceType = oneOf('Object', 'Pods', 'Resource', 'ContainerResource', 'External');
export type MetricSourceType = Infer<typeof MetricSourceType>;

export const MetricSpec = struct(
  'MetricSpec',
  'A metric and the value it should have; exactly the field of its type.',
  {
    type: field(1, MetricSourceType, 'Object, Pods, Resource, ContainerResource or External.'),
    object: field(2, optional(ObjectMetricSource), 'A metric of one object, such as the requests to an Ingress.'),
    pods: field(3, optional(PodsMetricSource), 'A metric of each pod, such as requests per second.'),
    resource: field(4, optional(ResourceMetricSource), 'CPU or memory of the pods.'),
    containerResource: field(7, optional(ContainerResourceMetricSource), 'CPU or memory of one container of the pods.'),
    external: field(5, optional(ExternalMetricSource), 'A metric of something that is no object of the cluster.'),
  },
);
export type MetricSpec = Infer<typeof MetricSpec>;
