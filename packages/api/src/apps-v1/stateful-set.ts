/** The kind StatefulSet: numbered pods that keep their names and their storage. */
import { PersistentVolumeClaim } from '../core-v1/persistent-volume-claim.ts';
import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, intOrString, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const RollingUpdateStatefulSetStrategy = struct(
  'RollingUpdateStatefulSetStrategy',
  'Which pods get a changed template, and how many at a time.',
  {
    partition: field(1, optional(int32), 'Pods numbered lower than this keep the old template. 0 by default.'),
    maxUnavailable: field(
      2,
      optional(intOrString),
      'Pods, or percentage rounded up, that may be unavailable; not 0. 1 by default.',
    ),
  },
);
export type RollingUpdateStatefulSetStrategy = Infer<typeof RollingUpdateStatefulSetStrategy>;

export const StatefulSetUpdateStrategyType = oneOf('RollingUpdate', 'OnDelete');
export type StatefulSetUpdateStrategyType = Infer<typeof StatefulSetUpdateStrategyType>;

export const StatefulSetUpdateStrategy = struct('StatefulSetUpdateStrategy', 'How pods get a changed template.', {
  type: field(
    1,
    omitEmpty(StatefulSetUpdateStrategyType),
    'RollingUpdate (the default), or OnDelete: when somebody deletes them.',
  ),
  rollingUpdate: field(2, optional(RollingUpdateStatefulSetStrategy), 'The steps; only with RollingUpdate.'),
});
export type StatefulSetUpdateStrategy = Infer<typeof StatefulSetUpdateStrategy>;

export const PersistentVolumeClaimRetentionPolicyType = oneOf('Retain', 'Delete');
export type PersistentVolumeClaimRetentionPolicyType = Infer<typeof PersistentVolumeClaimRetentionPolicyType>;

export const StatefulSetPersistentVolumeClaimRetentionPolicy = struct(
  'StatefulSetPersistentVolumeClaimRetentionPolicy',
  'What becomes of claims whose pod is gone for good.',
  {
    whenDeleted: field(
      1,
      omitEmpty(PersistentVolumeClaimRetentionPolicyType),
      'With the StatefulSet: Retain (the default) or Delete.',
      { default: 'Retain' },
    ),
    whenScaled: field(
      2,
      omitEmpty(PersistentVolumeClaimRetentionPolicyType),
      'By scaling down: Retain (the default) or Delete.',
      { default: 'Retain' },
    ),
  },
);
export type StatefulSetPersistentVolumeClaimRetentionPolicy = Infer<
  typeof StatefulSetPersistentVolumeClaimRetentionPolicy
>;

export const StatefulSetOrdinals = struct('StatefulSetOrdinals', 'How pods are numbered.', {
  start: field(1, int32, 'Number of the first pod. 0 by default.', { required: false }),
});
export type StatefulSetOrdinals = Infer<typeof StatefulSetOrdinals>;

export const PodManagementPolicyType = oneOf('OrderedReady', 'Parallel');
export type PodManagementPolicyType = Infer<typeof PodManagementPolicyType>;

export const StatefulSetSpec = struct('StatefulSetSpec', 'The pods, how many, and their storage.', {
  replicas: field(1, optional(int32), 'Pods wanted. 1 by default.', { default: 1 }),
  selector: field(2, optional(LabelSelector), 'Labels of its pods; the template must have them. Cannot be changed.', {
    required: true,
  }),
  template: field(3, PodTemplateSpec, 'The pods; each is named after the set and its number. restartPolicy: Always.'),
  volumeClaimTemplates: field(
    4,
    omitEmpty(list(PersistentVolumeClaim)),
    'Claims that each pod gets one of, as a volume of the same name. Cannot be changed.',
    { merge: 'atomic' },
  ),
  serviceName: field(5, string, 'Headless service that gives the pods their DNS names. Cannot be changed.', {
    required: false,
  }),
  podManagementPolicy: field(
    6,
    omitEmpty(PodManagementPolicyType),
    'OrderedReady (the default): one pod after the other; or Parallel. Cannot be changed.',
    { default: 'OrderedReady' },
  ),
  updateStrategy: field(7, omitEmpty(StatefulSetUpdateStrategy), 'How pods get a changed template.'),
  revisionHistoryLimit: field(8, optional(int32), 'Old states that are kept to go back to. 10 by default.', {
    default: 10,
  }),
  minReadySeconds: field(9, omitEmpty(int32), 'Seconds that a pod must be ready for to be available. 0 by default.'),
  persistentVolumeClaimRetentionPolicy: field(
    10,
    optional(StatefulSetPersistentVolumeClaimRetentionPolicy),
    'What becomes of claims whose pod is gone for good. By default they stay.',
  ),
  ordinals: field(11, optional(StatefulSetOrdinals), 'How pods are numbered. From 0 by default.'),
});
export type StatefulSetSpec = Infer<typeof StatefulSetSpec>;

export const StatefulSetCondition = struct('StatefulSetCondition', 'Something that is or is not so with the set.', {
  type: field(1, string, 'What.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastTransitionTime: field(3, omitEmpty(time), 'When the status last changed.'),
  reason: field(4, omitEmpty(string), 'Why, in one word.'),
  message: field(5, omitEmpty(string), 'Why, in a sentence.'),
});
export type StatefulSetCondition = Infer<typeof StatefulSetCondition>;

export const StatefulSetStatus = struct('StatefulSetStatus', 'How many pods there are.', {
  observedGeneration: field(1, omitEmpty(int64), 'Generation that the rest is about.'),
  replicas: field(2, int32, 'Pods there are.'),
  readyReplicas: field(3, omitEmpty(int32), 'Of these, pods that are ready.'),
  currentReplicas: field(4, omitEmpty(int32), 'Of these, pods of currentRevision.'),
  updatedReplicas: field(5, omitEmpty(int32), 'Of these, pods of updateRevision.'),
  currentRevision: field(6, omitEmpty(string), 'State of the pods before the update: the lower numbers.'),
  updateRevision: field(7, omitEmpty(string), 'State of the pods after the update: the higher numbers.'),
  collisionCount: field(9, optional(int32), 'Collisions of hashes so far, for the names of ControllerRevisions.'),
  conditions: field(10, omitEmpty(list(StatefulSetCondition)), 'What else is so.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  availableReplicas: field(11, int32, 'Pods that have been ready for minReadySeconds.', { required: false }),
});
export type StatefulSetStatus = Infer<typeof StatefulSetStatus>;

export const StatefulSet = struct('StatefulSet', 'Keeps numbered pods, each with a name and storage of its own.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(StatefulSetSpec), 'The pods that are wanted.'),
  status: field(3, omitEmpty(StatefulSetStatus), 'The pods that there are.'),
});
export type StatefulSet = Infer<typeof StatefulSet>;
