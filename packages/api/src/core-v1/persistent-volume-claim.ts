import { TypedLocalObjectReference, TypedObjectReference } from './object-reference.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const VolumeResourceRequirements = struct('VolumeResourceRequirements', '', {
  limits: field(1, omitEmpty(dict(quantity)), ''),
  requests: field(2, omitEmpty(dict(quantity)), ''),
});
export type VolumeResourceRequirements = Infer<typeof VolumeResourceRequirements>;

export const PersistentVolumeAccessMode = oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod');
export type PersistentVolumeAccessMode = Infer<typeof PersistentVolumeAccessMode>;

export const PersistentVolumeMode = oneOf('Block', 'Filesystem');
export type PersistentVolumeMode = Infer<typeof PersistentVolumeMode>;

export const PersistentVolumeClaimSpec = struct('PersistentVolumeClaimSpec', '', {
  accessModes: field(1, omitEmpty(list(PersistentVolumeAccessMode)), '', { merge: 'atomic' }),
  selector: field(4, optional(LabelSelector), ''),
  resources: field(2, omitEmpty(VolumeResourceRequirements), ''),
  volumeName: field(3, omitEmpty(string), ''),
  storageClassName: field(5, optional(string), ''),
  volumeMode: field(6, optional(PersistentVolumeMode), ''),
  dataSource: field(7, optional(TypedLocalObjectReference), ''),
  dataSourceRef: field(8, optional(TypedObjectReference), ''),
  volumeAttributesClassName: field(9, optional(string), ''),
});
export type PersistentVolumeClaimSpec = Infer<typeof PersistentVolumeClaimSpec>;

export const PersistentVolumeClaimCondition = struct('PersistentVolumeClaimCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastProbeTime: field(3, omitEmpty(time), ''),
  lastTransitionTime: field(4, omitEmpty(time), ''),
  reason: field(5, omitEmpty(string), ''),
  message: field(6, omitEmpty(string), ''),
});
export type PersistentVolumeClaimCondition = Infer<typeof PersistentVolumeClaimCondition>;

export const PersistentVolumeClaimModifyVolumeStatus = oneOf('Pending', 'InProgress', 'Infeasible');
export type PersistentVolumeClaimModifyVolumeStatus = Infer<typeof PersistentVolumeClaimModifyVolumeStatus>;

export const ModifyVolumeStatus = struct('ModifyVolumeStatus', '', {
  targetVolumeAttributesClassName: field(1, omitEmpty(string), ''),
  status: field(2, PersistentVolumeClaimModifyVolumeStatus, ''),
});
export type ModifyVolumeStatus = Infer<typeof ModifyVolumeStatus>;

export const PersistentVolumeClaimPhase = oneOf('Pending', 'Bound', 'Lost');
export type PersistentVolumeClaimPhase = Infer<typeof PersistentVolumeClaimPhase>;

export const PersistentVolumeClaimStatus = struct('PersistentVolumeClaimStatus', '', {
  phase: field(1, omitEmpty(PersistentVolumeClaimPhase), ''),
  accessModes: field(2, omitEmpty(list(PersistentVolumeAccessMode)), '', { merge: 'atomic' }),
  capacity: field(3, omitEmpty(dict(quantity)), ''),
  conditions: field(4, omitEmpty(list(PersistentVolumeClaimCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  allocatedResources: field(5, omitEmpty(dict(quantity)), ''),
  allocatedResourceStatuses: field(7, omitEmpty(dict(string)), ''),
  currentVolumeAttributesClassName: field(8, optional(string), ''),
  modifyVolumeStatus: field(9, optional(ModifyVolumeStatus), ''),
});
export type PersistentVolumeClaimStatus = Infer<typeof PersistentVolumeClaimStatus>;

export const PersistentVolumeClaim = struct('PersistentVolumeClaim', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PersistentVolumeClaimSpec), ''),
  status: field(3, omitEmpty(PersistentVolumeClaimStatus), ''),
});
export type PersistentVolumeClaim = Infer<typeof PersistentVolumeClaim>;

export const PersistentVolumeClaimTemplate = struct('PersistentVolumeClaimTemplate', '', {
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, PersistentVolumeClaimSpec, ''),
});
export type PersistentVolumeClaimTemplate = Infer<typeof PersistentVolumeClaimTemplate>;
