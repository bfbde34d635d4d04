export { NodeMetrics } from './node-metrics.ts';
export { ContainerMetrics, PodMetrics } from './pod-metrics.ts';
export { NodeMetricsResource, PodMetricsResource } from './resources.ts';
