import { PersistentVolumeClaim } from '../core-v1/persistent-volume-claim.ts';
import { PodTemplateSpec } from '../core-v1/pod.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, int64, intOrString, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const RollingUpdateStatefulSetStrategy = struct('RollingUpdateStatefulSetStrategy', '', {
  partition: field(1, optional(int32), ''),
  maxUnavailable: field(2, optional(intOrString), ''),
});
export type RollingUpdateStatefulSetStrategy = Infer<typeof RollingUpdateStatefulSetStrategy>;

export const StatefulSetUpdateStrategyType = oneOf('RollingUpdate', 'OnDelete');
export type StatefulSetUpdateStrategyType = Infer<typeof StatefulSetUpdateStrategyType>;

export const StatefulSetUpdateStrategy = struct('StatefulSetUpdateStrategy', '', {
  type: field(1, omitEmpty(StatefulSetUpdateStrategyType), ''),
  rollingUpdate: field(2, optional(RollingUpdateStatefulSetStrategy), ''),
});
export type StatefulSetUpdateStrategy = Infer<typeof StatefulSetUpdateStrategy>;

export const PersistentVolumeClaimRetentionPolicyType = oneOf('Retain', 'Delete');
export type PersistentVolumeClaimRetentionPolicyType = Infer<typeof PersistentVolumeClaimRetentionPolicyType>;

export const StatefulSetPersistentVolumeClaimRetentionPolicy = struct(
  'StatefulSetPersistentVolumeClaimRetentionPolicy',
  '',
  {
    whenDeleted: field(1, omitEmpty(PersistentVolumeClaimRetentionPolicyType), ''),
    whenScaled: field(2, omitEmpty(PersistentVolumeClaimRetentionPolicyType), ''),
  },
);
export type StatefulSetPersistentVolumeClaimRetentionPolicy = Infer<
  typeof StatefulSetPersistentVolumeClaimRetentionPolicy
>;

export const StatefulSetOrdinals = struct('StatefulSetOrdinals', '', {
  start: field(1, int32, '', { required: false }),
});
export type StatefulSetOrdinals = Infer<typeof StatefulSetOrdinals>;

export const PodManagementPolicyType = oneOf('OrderedReady', 'Parallel');
export type PodManagementPolicyType = Infer<typeof PodManagementPolicyType>;

export const StatefulSetSpec = struct('StatefulSetSpec', '', {
  replicas: field(1, optional(int32), ''),
  selector: field(2, optional(LabelSelector), ''),
  template: field(3, PodTemplateSpec, ''),
  volumeClaimTemplates: field(4, omitEmpty(list(PersistentVolumeClaim)), '', { merge: 'atomic' }),
  serviceName: field(5, string, '', { required: false }),
  podManagementPolicy: field(6, omitEmpty(PodManagementPolicyType), ''),
  updateStrategy: field(7, omitEmpty(StatefulSetUpdateStrategy), ''),
  revisionHistoryLimit: field(8, optional(int32), ''),
  minReadySeconds: field(9, omitEmpty(int32), ''),
  persistentVolumeClaimRetentionPolicy: field(10, optional(StatefulSetPersistentVolumeClaimRetentionPolicy), ''),
  ordinals: field(11, optional(StatefulSetOrdinals), ''),
});
export type StatefulSetSpec = Infer<typeof StatefulSetSpec>;

export const StatefulSetCondition = struct('StatefulSetCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastTransitionTime: field(3, omitEmpty(time), ''),
  reason: field(4, omitEmpty(string), ''),
  message: field(5, omitEmpty(string), ''),
});
export type StatefulSetCondition = Infer<typeof StatefulSetCondition>;

export const StatefulSetStatus = struct('StatefulSetStatus', '', {
  observedGeneration: field(1, omitEmpty(int64), ''),
  replicas: field(2, int32, ''),
  readyReplicas: field(3, omitEmpty(int32), ''),
  currentReplicas: field(4, omitEmpty(int32), ''),
  updatedReplicas: field(5, omitEmpty(int32), ''),
  currentRevision: field(6, omitEmpty(string), ''),
  updateRevision: field(7, omitEmpty(string), ''),
  collisionCount: field(9, optional(int32), ''),
  conditions: field(10, omitEmpty(list(StatefulSetCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  availableReplicas: field(11, int32, '', { required: false }),
});
export type StatefulSetStatus = Infer<typeof StatefulSetStatus>;

export const StatefulSet = struct('StatefulSet', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(StatefulSetSpec), ''),
  status: field(3, omitEmpty(StatefulSetStatus), ''),
});
export type StatefulSet = Infer<typeof StatefulSet>;
