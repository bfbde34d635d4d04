import { ControllerRevision } from './controller-revision.ts';
import { DaemonSet } from './daemon-set.ts';
import { Deployment } from './deployment.ts';
import { ReplicaSet } from './replica-set.ts';
import { StatefulSet } from './stateful-set.ts';
import { resource, status } from '../resources/resource.ts';
import { scale } from '../resources/scale.ts';

export const ControllerRevisions = resource(ControllerRevision, {
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  namespaced: true,
});

export const DaemonSets = resource(DaemonSet, {
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  namespaced: true,
  shortNames: ['ds'],
  categories: ['all'],
  subresources: [status],
  countsGenerations: true,
});

export const Deployments = resource(Deployment, {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
  shortNames: ['deploy'],
  categories: ['all'],
  subresources: [scale, status],
  countsGenerations: true,
});

export const ReplicaSets = resource(ReplicaSet, {
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  namespaced: true,
  shortNames: ['rs'],
  categories: ['all'],
  subresources: [scale, status],
  selectableFields: [{ name: 'status.replicas', value: (set) => String(set.status.replicas) }],
  countsGenerations: true,
});

export const StatefulSets = resource(StatefulSet, {
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  namespaced: true,
  shortNames: ['sts'],
  categories: ['all'],
  subresources: [scale, status],
  countsGenerations: true,
});
