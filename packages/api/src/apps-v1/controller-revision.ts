import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int64, rawExtension } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.apps.v1');

export const ControllerRevision = struct('ControllerRevision', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  data: field(2, omitEmpty(rawExtension), ''),
  revision: field(3, int64, ''),
});
export type ControllerRevision = Infer<typeof ControllerRevision>;
