import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const CSIStorageCapacity = struct(
  'CSIStorageCapacity',
  'How much room a CSI driver has for one storage class in one part of the cluster.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata. The name has no meaning.'),
    nodeTopology: field(
      2,
      optional(LabelSelector),
      'Nodes that can reach the storage; none when absent, all when empty. Immutable.',
    ),
    storageClassName: field(3, string, 'Storage class that the figures are for. Immutable.'),
    capacity: field(4, optional(quantity), 'Bytes that are free; unknown when absent.'),
    maximumVolumeSize: field(5, optional(quantity), 'Bytes that the largest possible volume may have.'),
  },
);
export type CSIStorageCapacity = Infer<typeof CSIStorageCapacity>;
