export { NodeMetrics } from './node-metrics.ts';
export { ContainerMetrics, PodMetrics } from './pod-metrics.ts';
