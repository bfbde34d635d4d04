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

export const StorageClass = struct('StorageClass', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  provisioner: field(2, string, ''),
  parameters: field(3, omitEmpty(dict(string)), ''),
  reclaimPolicy: field(4, optional(PersistentVolumeReclaimPolicy), ''),
  mountOptions: field(5, omitEmpty(list(string)), '', { merge: 'atomic' }),
  allowVolumeExpansion: field(6, optional(bool), ''),
  volumeBindingMode: field(7, optional(VolumeBindingMode), ''),
  allowedTopologies: field(8, omitEmpty(list(TopologySelectorTerm)), '', { merge: 'atomic' }),
});
export type StorageClass = Infer<typeof StorageClass>;
