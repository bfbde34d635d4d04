/** A PersistentVolume: a piece of storage of the cluster, which a claim may be bound to. */
import { VolumeNodeAffinity } from './affinity.ts';
import { ObjectReference } from './object-reference.ts';
import { PersistentVolumeAccessMode, PersistentVolumeMode } from './persistent-volume-claim.ts';
import { PersistentVolumeSource } from './persistent-volume-source.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const PersistentVolumeReclaimPolicy = oneOf('Recycle', 'Delete', 'Retain');
export type PersistentVolumeReclaimPolicy = Infer<typeof PersistentVolumeReclaimPolicy>;

export const PersistentVolumeSpec = struct('PersistentVolumeSpec', 'What a volume is and who may use it.', {
  capacity: field(1, omitEmpty(dict(quantity)), 'Its size, under `storage`.'),
  persistentVolumeSource: inline(2, PersistentVolumeSource),
  accessModes: field(3, omitEmpty(list(PersistentVolumeAccessMode)), 'Ways in which it can be mounted.', {
    merge: 'atomic',
  }),
  claimRef: field(4, optional(ObjectReference), 'The claim that it is bound to, or is kept for.'),
  persistentVolumeReclaimPolicy: field(
    5,
    omitEmpty(PersistentVolumeReclaimPolicy),
    'What becomes of it when its claim is deleted. Retain for volumes made by hand.',
    { default: 'Retain' },
  ),
  storageClassName: field(6, omitEmpty(string), 'Class that it belongs to. None when empty.'),
  mountOptions: field(7, omitEmpty(list(string)), 'Options for mount, passed on unchecked.', { merge: 'atomic' }),
  volumeMode: field(8, optional(PersistentVolumeMode), 'Block for a raw device. Filesystem when not given.', {
    default: 'Filesystem',
  }),
  nodeAffinity: field(9, optional(VolumeNodeAffinity), 'Nodes from which it can be reached. All when not given.'),
  volumeAttributesClassName: field(10, optional(string), 'VolumeAttributesClass that it follows. CSI only.'),
});
export type PersistentVolumeSpec = Infer<typeof PersistentVolumeSpec>;

export const PersistentVolumePhase = oneOf('Pending', 'Available', 'Bound', 'Released', 'Failed');
export type PersistentVolumePhase = Infer<typeof PersistentVolumePhase>;

export const PersistentVolumeStatus = struct('PersistentVolumeStatus', 'What is known about a volume.', {
  phase: field(1, omitEmpty(PersistentVolumePhase), 'Whether it is free, bound to a claim, or left over from one.', {
    default: 'Pending',
  }),
  message: field(2, omitEmpty(string), 'Why it is in this phase: a sentence for people.'),
  reason: field(3, omitEmpty(string), 'Why it failed: one CamelCase word.'),
  lastPhaseTransitionTime: field(4, optional(time), 'When the phase last changed.'),
});
export type PersistentVolumeStatus = Infer<typeof PersistentVolumeStatus>;

export const PersistentVolume = struct('PersistentVolume', 'A piece of storage of the cluster.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(PersistentVolumeSpec), 'What the volume is and who may use it.'),
  status: field(3, omitEmpty(PersistentVolumeStatus), 'What is known about it.'),
});
export type PersistentVolume = Infer<typeof PersistentVolume>;
