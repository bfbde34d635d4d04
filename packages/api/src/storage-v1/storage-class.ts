import { TopologySelectorTerm } from '../core-v1/affinity.ts';
import { PersistentVolumeReclaimPolicy } from '../core-v1/persistent-volume.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const VolumeBindingMode = oneOf('Immediate', 'WaitForFirstConsumer');
export type VolumeBindingMode = Infer<typeof VolumeBindingMode>;

export const StorageClass = struct('StorageClass', 'A kind of storage, and how volumes of it are made.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  provisioner: field(2, string, 'Name of what makes the volumes. Immutable.'),
  parameters: field(3, omitEmpty(dict(string)), 'Settings that are handed to the provisioner. Immutable.'),
  reclaimPolicy: field(
    4,
    optional(PersistentVolumeReclaimPolicy),
    'What becomes of a volume that is no longer claimed. Defaults to Delete. Immutable.',
    { default: 'Delete' },
  ),
  mountOptions: field(
    5,
    omitEmpty(list(string)),
    'Mount options of the volumes; not checked, a wrong one makes mounting fail.',
    { merge: 'atomic' },
  ),
  allowVolumeExpansion: field(6, optional(bool), 'Claims may ask for more room later. False when absent.'),
  volumeBindingMode: field(
    7,
    optional(VolumeBindingMode),
    'When a claim gets its volume: at once, or when a pod needs it. Defaults to Immediate. Immutable.',
    { default: 'Immediate' },
  ),
  allowedTopologies: field(
    8,
    omitEmpty(list(TopologySelectorTerm)),
    'Where volumes may be made, by node labels; anywhere when absent.',
    { merge: 'atomic' },
  ),
});
export type StorageClass = Infer<typeof StorageClass>;
