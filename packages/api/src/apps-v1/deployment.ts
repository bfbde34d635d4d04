import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, intOrString, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const RollingUpdateDeployment = struct('RollingUpdateDeployment', '', {
  maxUnavailable: field(1, optional(intOrString), ''),
  maxSurge: field(2, optional(intOrString), ''),
});
export type RollingUpdateDeployment = Infer<typeof RollingUpdateDeployment>;

export const DeploymentStrategyType = oneOf('Recreate', 'RollingUpdate');
export type DeploymentStrategyType = Infer<typeof DeploymentStrategyType>;

export const DeploymentStrategy = struct('DeploymentStrategy', '', {
  type: field(1, omitEmpty(DeploymentStrategyType), ''),
  rollingUpdate: field(2, optional(RollingUpdateDeployment), ''),
});
export type DeploymentStrategy = Infer<typeof DeploymentStrategy>;

export const DeploymentSpec = struct('DeploymentSpec', '', {
  replicas: field(1, optional(int32), ''),
  selector: field(2, optional(LabelSelector), ''),
  template: field(3, PodTemplateSpec, ''),
  strategy: field(4, omitEmpty(DeploymentStrategy), '', { patch: 'retainKeys' }),
  minReadySeconds: field(5, omitEmpty(int32), ''),
  revisionHistoryLimit: field(6, optional(int32), ''),
  paused: field(7, omitEmpty(bool), ''),
  progressDeadlineSeconds: field(9, optional(int32), ''),
});
export type DeploymentSpec = Infer<typeof DeploymentSpec>;

export const DeploymentCondition = struct('DeploymentCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastUpdateTime: field(6, omitEmpty(time), ''),
  lastTransitionTime: field(7, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type DeploymentCondition = Infer<typeof DeploymentCondition>;

export const DeploymentStatus = struct('DeploymentStatus', '', {
  observedGeneration: field(1, omitEmpty(int64), ''),
  replicas: field(2, omitEmpty(int32), ''),
  updatedReplicas: field(3, omitEmpty(int32), ''),
  readyReplicas: field(7, omitEmpty(int32), ''),
  availableReplicas: field(4, omitEmpty(int32), ''),
  unavailableReplicas: field(5, omitEmpty(int32), ''),
  terminatingReplicas: field(9, optional(int32), ''),
  conditions: field(6, omitEmpty(list(DeploymentCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  collisionCount: field(8, optional(int32), ''),
});
export type DeploymentStatus = Infer<typeof DeploymentStatus>;

export const Deployment = struct('Deployment', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(DeploymentSpec), ''),
  status: field(3, omitEmpty(DeploymentStatus), ''),
});
export type Deployment = Infer<typeof Deployment>;
