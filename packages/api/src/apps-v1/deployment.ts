/** The kind Deployment: a number of equal pods that are replaced step by step when their template changes. */
import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, intOrString, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const RollingUpdateDeployment = struct(
  'RollingUpdateDeployment',
  'How far the number of pods may be off while they are replaced; not both zero.',
  {
    maxUnavailable: field(
      1,
      optional(intOrString),
      'Pods, or percentage rounded down, that may be missing. 25% by default.',
    ),
    maxSurge: field(2, optional(intOrString), 'Pods, or percentage rounded up, that may be too many. 25% by default.'),
  },
);
export type RollingUpdateDeployment = Infer<typeof RollingUpdateDeployment>;

export const DeploymentStrategyType = oneOf('Recreate', 'RollingUpdate');
export type DeploymentStrategyType = Infer<typeof DeploymentStrategyType>;

export const DeploymentStrategy = struct(
  'DeploymentStrategy',
  'How pods are replaced by those of a changed template.',
  {
    type: field(
      1,
      omitEmpty(DeploymentStrategyType),
      'RollingUpdate (the default), or Recreate: all old pods go before new ones come.',
      { default: 'RollingUpdate' },
    ),
    rollingUpdate: field(2, optional(RollingUpdateDeployment), 'The steps; only with RollingUpdate.'),
  },
);
export type DeploymentStrategy = Infer<typeof DeploymentStrategy>;

export const DeploymentSpec = struct('DeploymentSpec', 'The pods, how many, and how they are replaced.', {
  replicas: field(1, optional(int32), 'Pods wanted. 1 by default.', { default: 1 }),
  selector: field(2, optional(LabelSelector), 'Labels of its pods; the template must have them. Cannot be changed.', {
    required: true,
  }),
  template: field(3, PodTemplateSpec, 'The pods; their restartPolicy must be Always.'),
  strategy: field(4, omitEmpty(DeploymentStrategy), 'How pods are replaced when the template changes.', {
    patch: 'retainKeys',
  }),
  minReadySeconds: field(5, omitEmpty(int32), 'Seconds that a pod must be ready for to be available. 0 by default.'),
  revisionHistoryLimit: field(6, optional(int32), 'Old ReplicaSets that are kept to go back to. 10 by default.', {
    default: 10,
  }),
  paused: field(7, omitEmpty(bool), 'Whether changes of the template wait for now.'),
  progressDeadlineSeconds: field(
    9,
    optional(int32),
    'Seconds without progress until this is reported as a failure. 600 by default.',
    { default: 600 },
  ),
});
export type DeploymentSpec = Infer<typeof DeploymentSpec>;

export const DeploymentCondition = struct(
  'DeploymentCondition',
  'Something that is or is not so with the Deployment.',
  {
    type: field(1, string, 'Available, Progressing or ReplicaFailure.'),
    status: field(2, string, 'True, False or Unknown.'),
    lastUpdateTime: field(6, omitEmpty(time), 'When this was last written.'),
    lastTransitionTime: field(7, omitEmpty(time), 'When the status last changed.'),
    reason: field(4, omitEmpty(string), 'Why, in one word.'),
    message: field(5, omitEmpty(string), 'Why, in a sentence.'),
  },
);
export type DeploymentCondition = Infer<typeof DeploymentCondition>;

export const DeploymentStatus = struct('DeploymentStatus', 'How many pods there are.', {
  observedGeneration: field(1, omitEmpty(int64), 'Generation that the rest is about.'),
  replicas: field(2, omitEmpty(int32), 'Pods there are that are not being deleted.'),
  updatedReplicas: field(3, omitEmpty(int32), 'Of these, pods of the current template.'),
  readyReplicas: field(7, omitEmpty(int32), 'Of these, pods that are ready.'),
  availableReplicas: field(4, omitEmpty(int32), 'Of these, pods that have been ready for minReadySeconds.'),
  unavailableReplicas: field(5, omitEmpty(int32), 'Pods that are still needed for all wanted ones to be available.'),
  terminatingReplicas: field(9, optional(int32), 'Pods that are being deleted.'),
  conditions: field(6, omitEmpty(list(DeploymentCondition)), 'Whether it is available and gets on.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  collisionCount: field(8, optional(int32), 'Collisions of hashes so far, for the names of ReplicaSets.'),
});
export type DeploymentStatus = Infer<typeof DeploymentStatus>;

export const Deployment = struct('Deployment', 'Keeps a number of equal pods and replaces them when they change.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(DeploymentSpec), 'The pods that are wanted.'),
  status: field(3, omitEmpty(DeploymentStatus), 'The pods that there are.'),
});
export type Deployment = Infer<typeof Deployment>;
