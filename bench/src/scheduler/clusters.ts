// Clusters and pods to be scheduled, in memory, shaped as upstream's scheduler_perf has them: nodes of 4 CPUs in three
// zones, pods of 100m CPU and 500 MB.

import { LabelMatcher } from '@wherry/api';
import { Node, Pod } from '@wherry/api/core-v1';
import { decodeJson } from '@wherry/api/schema';
import { Cluster, PodInfo, type Lookups } from '@wherry/scheduler';

export type Workload = 'basic' | 'default spread' | 'spread' | 'affinity' | 'anti-affinity' | 'preferred affinity';

const ZONES = ['a', 'b', 'c'];
/** As many kinds of pods, each with its own labels and selectors, as a namespace may hold Deployments. */
const GROUPS = 10;

export function clusterOf(nodeCount: number, workload: Workload): Cluster {
  const cluster = new Cluster(lookupsFor(workload));
  for (let i = 0; i < nodeCount; i += 1) {
    const name = `node-${i}`;
    const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': ZONES[i % ZONES.length] ?? '' };
    const allocatable = { cpu: '4', memory: '32Gi', pods: '110' };
    cluster.setNode(decodeJson(Node, { metadata: { name, labels }, status: { allocatable } }).value);
  }
  return cluster;
}

export function podFor(workload: Workload, serial: number): PodInfo {
  const app = `app-${serial % GROUPS}`;
  const resources = { requests: { cpu: '100m', memory: '500M' } };
  const pod = {
    metadata: { name: `pod-${serial}`, namespace: 'default', uid: String(serial), labels: { app } },
    spec: { containers: [{ name: 'app', image: 'app:1', resources }], ...placement(workload, app) },
  };
  return new PodInfo(decodeJson(Pod, pod).value);
}

function placement(workload: Workload, app: string): object {
  const labelSelector = { matchLabels: { app } };
  const inZone = { topologyKey: 'topology.kubernetes.io/zone', labelSelector };
  const onHost = { topologyKey: 'kubernetes.io/hostname', labelSelector };
  switch (workload) {
    case 'basic':
    case 'default spread':
      return {};
    case 'spread':
      return { topologySpreadConstraints: [{ ...inZone, maxSkew: 5, whenUnsatisfiable: 'DoNotSchedule' }] };
    case 'affinity':
      return { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [inZone] } } };
    case 'anti-affinity':
      return { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [onHost] } } };
    case 'preferred affinity': {
      const preferred = [{ weight: 1, podAffinityTerm: inZone }];
      return { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } } };
    }
  }
}

function lookupsFor(workload: Workload): Lookups {
  const siblingsOf: Lookups['siblingsOf'] = ({ metadata }) =>
    workload === 'default spread' ? LabelMatcher.fromLabels({ app: metadata.labels?.['app'] ?? '' }) : undefined;
  return {
    siblingsOf,
    namespaceLabels: () => ({}),
    budgets: () => [],
    storage: {
      claim: () => undefined,
      volume: () => undefined,
      volumesOfClass: () => [],
      storageClass: () => undefined,
      csiNode: () => undefined,
      csiDriver: () => undefined,
      csiCapacities: () => [],
      attachmentsTo: () => [],
    },
  };
}
