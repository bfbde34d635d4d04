/**
 * Metrics as version 1 writes them into annotations, since its spec and status have a place for CPU utilization only:
 * the form that metrics had in the versions between 1 and 2.
 */
import { CrossVersionObjectReference } from './horizontal-pod-autoscaler.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.autoscaling.v1');

const MetricSourceType = oneOf('Object', 'Pods', 'Resource', 'ContainerResource', 'External');

const ObjectMetricSource = struct('ObjectMetricSource', 'A metric of one object.', {
  target: field(1, CrossVersionObjectReference, 'The object.'),
  metricName: field(2, string, 'Name of the metric.'),
  targetValue: field(3, quantity, 'The value it should have.'),
  selector: field(4, optional(LabelSelector), 'Labels of the metric.'),
  averageValue: field(5, optional(quantity), 'The average value it should have.'),
});

const PodsMetricSource = struct('PodsMetricSource', 'A metric of each pod.', {
  metricName: field(1, string, 'Name of the metric.'),
  targetAverageValue: field(2, quantity, 'The average value it should have.'),
  selector: field(3, optional(LabelSelector), 'Labels of the metric.'),
});

const ResourceMetricSource = struct('ResourceMetricSource', 'Use of a resource.', {
  name: field(1, string, 'Name of the resource.'),
  targetAverageUtilization: field(2, optional(int32), 'The utilization it should have, in percent.'),
  targetAverageValue: field(3, optional(quantity), 'The average value it should have.'),
});

const ContainerResourceMetricSource = struct('ContainerResourceMetricSource', 'Use of a resource by a container.', {
  name: field(1, string, 'Name of the resource.'),
  targetAverageUtilization: field(2, optional(int32), 'The utilization it should have, in percent.'),
  targetAverageValue: field(3, optional(quantity), 'The average value it should have.'),
  container: field(5, string, 'Name of the container.'),
});

const ExternalMetricSource = struct('ExternalMetricSource', 'A metric from outside the cluster.', {
  metricName: field(1, string, 'Name of the metric.'),
  metricSelector: field(2, optional(LabelSelector), 'Labels of the metric.'),
  targetValue: field(3, optional(quantity), 'The value it should have.'),
  targetAverageValue: field(4, optional(quantity), 'The average value it should have.'),
});

const MetricSpec = struct('MetricSpec', 'A metric and the value it should have.', {
  type: field(1, MetricSourceType, 'Which of the fields counts.'),
  object: field(2, optional(ObjectMetricSource), 'A metric of one object.'),
  pods: field(3, optional(PodsMetricSource), 'A metric of each pod.'),
  resource: field(4, optional(ResourceMetricSource), 'Use of a resource.'),
  containerResource: field(7, optional(ContainerResourceMetricSource), 'Use of a resource by a container.'),
  external: field(5, optional(ExternalMetricSource), 'A metric from outside the cluster.'),
});
export type MetricSpec = Infer<typeof MetricSpec>;

const ObjectMetricStatus = struct('ObjectMetricStatus', 'A metric of one object as last seen.', {
  target: field(1, CrossVersionObjectReference, 'The object.'),
  metricName: field(2, string, 'Name of the metric.'),
  currentValue: field(3, quantity, 'Its value.'),
  selector: field(4, optional(LabelSelector), 'Labels of the metric.'),
  averageValue: field(5, optional(quantity), 'Its average value.'),
});

const PodsMetricStatus = struct('PodsMetricStatus', 'A metric of the pods as last seen.', {
  metricName: field(1, string, 'Name of the metric.'),
  currentAverageValue: field(2, quantity, 'Its average value.'),
  selector: field(3, optional(LabelSelector), 'Labels of the metric.'),
});

const ResourceMetricStatus = struct('ResourceMetricStatus', 'Use of a resource as last seen.', {
  name: field(1, string, 'Name of the resource.'),
  currentAverageUtilization: field(2, optional(int32), 'Its utilization in percent.'),
  currentAverageValue: field(3, quantity, 'Its average value.'),
});

const ContainerResourceMetricStatus = struct('ContainerResourceMetricStatus', 'Use by a container as last seen.', {
  name: field(1, string, 'Name of the resource.'),
  currentAverageUtilization: field(2, optional(int32), 'Its utilization in percent.'),
  currentAverageValue: field(3, quantity, 'Its average value.'),
  container: field(4, string, 'Name of the container.'),
});

const ExternalMetricStatus = struct('ExternalMetricStatus', 'A metric from outside as last seen.', {
  metricName: field(1, string, 'Name of the metric.'),
  metricSelector: field(2, optional(LabelSelector), 'Labels of the metric.'),
  currentValue: field(3, quantity, 'Its value.'),
  currentAverageValue: field(4, optional(quantity), 'Its average value.'),
});

const MetricStatus = struct('MetricStatus', 'A metric as last seen.', {
  type: field(1, MetricSourceType, 'Which of the fields counts.'),
  object: field(2, optional(ObjectMetricStatus), 'A metric of one object.'),
  pods: field(3, optional(PodsMetricStatus), 'A metric of each pod.'),
  resource: field(4, optional(ResourceMetricStatus), 'Use of a resource.'),
  containerResource: field(7, optional(ContainerResourceMetricStatus), 'Use of a resource by a container.'),
  external: field(5, optional(ExternalMetricStatus), 'A metric from outside the cluster.'),
});
export type MetricStatus = Infer<typeof MetricStatus>;

/** What the annotation `autoscaling.alpha.kubernetes.io/metrics` holds, as the only field of an object. */
export const MetricSpecs = struct('MetricSpecs', 'The metrics of an annotation.', {
  items: field(1, list(MetricSpec), 'The metrics.'),
});

/** What the annotation `autoscaling.alpha.kubernetes.io/current-metrics` holds, as the only field of an object. */
export const MetricStatuses = struct('MetricStatuses', 'The seen metrics of an annotation.', {
  items: field(1, list(MetricStatus), 'The metrics.'),
});
