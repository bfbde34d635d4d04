import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const CSIStorageCapacity = struct('CSIStorageCapacity', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  nodeTopology: field(2, optional(LabelSelector), ''),
  storageClassName: field(3, string, ''),
  capacity: field(4, optional(quantity), ''),
  maximumVolumeSize: field(5, optional(quantity), ''),
});
export type CSIStorageCapacity = Infer<typeof CSIStorageCapacity>;
