import { NodeMetrics } from './node-metrics.ts';
import { PodMetrics } from './pod-metrics.ts';
import { resource } from '../resources/resource.ts';

const group = { group: 'metrics.k8s.io', version: 'v1beta1', verbs: ['get', 'list'], ephemeral: true } as const;

// Clients find them under the plurals of what is measured.
export const NodeMetricsResource = resource(NodeMetrics, {
  ...group,
  kind: 'NodeMetrics',
  plural: 'nodes',
  singular: '',
  namespaced: false,
});

export const PodMetricsResource = resource(PodMetrics, {
  ...group,
  kind: 'PodMetrics',
  plural: 'pods',
  singular: '',
  namespaced: true,
});
