/** An object reduced to its metadata. */
import { ObjectMeta } from './object-meta.ts';
import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const PartialObjectMetadata = struct('PartialObjectMetadata', 'The metadata of any object.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
});
export type PartialObjectMetadata = Infer<typeof PartialObjectMetadata>;
