/** A PersistentVolumeClaim: a request for storage, which a PersistentVolume then answers. */
import { TypedLocalObjectReference, TypedObjectReference } from './object-reference.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const VolumeResourceRequirements = struct('VolumeResourceRequirements', 'How much storage is wanted.', {
  limits: field(1, omitEmpty(dict(quantity)), 'The most that a volume may have.'),
  requests: field(2, omitEmpty(dict(quantity)), 'The least that a volume must have, under `storage`.'),
});
export type VolumeResourceRequirements = Infer<typeof VolumeResourceRequirements>;

export const PersistentVolumeAccessMode = oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod');
export type PersistentVolumeAccessMode = Infer<typeof PersistentVolumeAccessMode>;

export const PersistentVolumeMode = oneOf('Block', 'Filesystem');
export type PersistentVolumeMode = Infer<typeof PersistentVolumeMode>;

export const PersistentVolumeClaimSpec = struct('PersistentVolumeClaimSpec', 'Which storage is wanted.', {
  accessModes: field(1, omitEmpty(list(PersistentVolumeAccessMode)), 'Ways in which the volume must be mountable.', {
    merge: 'atomic',
  }),
  selector: field(4, optional(LabelSelector), 'Labels of the volumes that will do. All when not given.'),
  resources: field(2, omitEmpty(VolumeResourceRequirements), 'How much storage is wanted. It can only grow.'),
  volumeName: field(3, omitEmpty(string), 'The volume that the claim is bound to.'),
  storageClassName: field(5, optional(string), 'Class of storage. The default one when absent, none when empty.'),
  volumeMode: field(6, optional(PersistentVolumeMode), 'Block for a raw device. Filesystem when not given.', {
    default: 'Filesystem',
  }),
  dataSource: field(7, optional(TypedLocalObjectReference), 'Snapshot or claim that the volume starts as a copy of.'),
  dataSourceRef: field(8, optional(TypedObjectReference), 'Like dataSource, for any kind of object.'),
  volumeAttributesClassName: field(9, optional(string), 'VolumeAttributesClass that the volume is to follow.'),
});
export type PersistentVolumeClaimSpec = Infer<typeof PersistentVolumeClaimSpec>;

export const PersistentVolumeClaimCondition = struct('PersistentVolumeClaimCondition', 'One aspect of a claim.', {
  type: field(1, string, 'Which aspect, such as Resizing or FileSystemResizePending.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastProbeTime: field(3, omitEmpty(time), 'When it was last looked at.'),
  lastTransitionTime: field(4, omitEmpty(time), 'When the status last changed.'),
  reason: field(5, omitEmpty(string), 'Why it last changed: one CamelCase word.'),
  message: field(6, omitEmpty(string), 'Why it last changed: a sentence for people.'),
});
export type PersistentVolumeClaimCondition = Infer<typeof PersistentVolumeClaimCondition>;

export const PersistentVolumeClaimModifyVolumeStatus = oneOf('Pending', 'InProgress', 'Infeasible');
export type PersistentVolumeClaimModifyVolumeStatus = Infer<typeof PersistentVolumeClaimModifyVolumeStatus>;

export const ModifyVolumeStatus = struct('ModifyVolumeStatus', 'A change of attributes that is under way.', {
  targetVolumeAttributesClassName: field(1, omitEmpty(string), 'Class that the volume is changed to.'),
  status: field(2, PersistentVolumeClaimModifyVolumeStatus, 'How far the change has come.'),
});
export type ModifyVolumeStatus = Infer<typeof ModifyVolumeStatus>;

export const PersistentVolumeClaimPhase = oneOf('Pending', 'Bound', 'Lost');
export type PersistentVolumeClaimPhase = Infer<typeof PersistentVolumeClaimPhase>;

export const PersistentVolumeClaimStatus = struct('PersistentVolumeClaimStatus', 'What is known about a claim.', {
  phase: field(1, omitEmpty(PersistentVolumeClaimPhase), 'Whether it has its volume: Pending, Bound or Lost.', {
    default: 'Pending',
  }),
  accessModes: field(2, omitEmpty(list(PersistentVolumeAccessMode)), 'Ways in which its volume can be mounted.', {
    merge: 'atomic',
  }),
  capacity: field(3, omitEmpty(dict(quantity)), 'Size that its volume has.'),
  conditions: field(4, omitEmpty(list(PersistentVolumeClaimCondition)), 'Aspects of its state, by type.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  allocatedResources: field(5, omitEmpty(dict(quantity)), 'Size that counts for quota while the volume is growing.'),
  allocatedResourceStatuses: field(7, omitEmpty(dict(string)), 'How far the growing has come, by resource.'),
  currentVolumeAttributesClassName: field(8, optional(string), 'VolumeAttributesClass that its volume follows now.'),
  modifyVolumeStatus: field(9, optional(ModifyVolumeStatus), 'A change of attributes that is under way.'),
});
export type PersistentVolumeClaimStatus = Infer<typeof PersistentVolumeClaimStatus>;

export const PersistentVolumeClaim = struct('PersistentVolumeClaim', 'A request for storage, which pods mount.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PersistentVolumeClaimSpec), 'Which storage is wanted.'),
  status: field(3, omitEmpty(PersistentVolumeClaimStatus), 'What is known about the claim.'),
});
export type PersistentVolumeClaim = Infer<typeof PersistentVolumeClaim>;

export const PersistentVolumeClaimTemplate = struct('PersistentVolumeClaimTemplate', 'What a claim is made from.', {
  metadata: field(1, omitEmpty(ObjectMeta), 'Labels and annotations of the claim.'),
  spec: field(2, PersistentVolumeClaimSpec, 'Which storage is wanted.'),
});
export type PersistentVolumeClaimTemplate = Infer<typeof PersistentVolumeClaimTemplate>;
