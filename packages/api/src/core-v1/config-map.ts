/** A ConfigMap: settings for pods, which are not secret. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, bytes, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ConfigMap = struct('ConfigMap', 'Settings that pods read as files or environment variables.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  immutable: field(4, optional(bool), 'Data can no longer be changed, nor this be set back.'),
  data: field(2, omitEmpty(dict(string)), 'Text by key. Keys are made of letters, digits, -, _ and dots.'),
  binaryData: field(3, omitEmpty(dict(bytes)), 'Bytes by key, in base64. No key may be in data as well.'),
});
export type ConfigMap = Infer<typeof ConfigMap>;
