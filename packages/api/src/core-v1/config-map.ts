import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, bytes, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ConfigMap = struct('ConfigMap', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  immutable: field(4, optional(bool), ''),
  data: field(2, omitEmpty(dict(string)), ''),
  binaryData: field(3, omitEmpty(dict(bytes)), ''),
});
export type ConfigMap = Infer<typeof ConfigMap>;
