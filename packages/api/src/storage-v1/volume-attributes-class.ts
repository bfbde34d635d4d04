import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.storage.v1');

export const VolumeAttributesClass = struct('VolumeAttributesClass', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  driverName: field(2, string, ''),
  parameters: field(3, omitEmpty(dict(string)), ''),
});
export type VolumeAttributesClass = Infer<typeof VolumeAttributesClass>;
