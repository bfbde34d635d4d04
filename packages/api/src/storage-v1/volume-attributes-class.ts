import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const VolumeAttributesClass = struct(
  'VolumeAttributesClass',
  'A set of volume attributes, such as speed, that a claim can switch to.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    driverName: field(2, string, 'CSI driver that understands the attributes. Immutable.'),
    parameters: field(3, omitEmpty(dict(string)), 'The attributes, in words of the driver; at least one. Immutable.'),
  },
);
export type VolumeAttributesClass = Infer<typeof VolumeAttributesClass>;
