import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const IngressClassParametersReference = struct('IngressClassParametersReference', '', {
  apiGroup: field(1, optional(string), ''),
  kind: field(2, string, ''),
  name: field(3, string, ''),
  scope: field(4, optional(string), ''),
  namespace: field(5, optional(string), ''),
});
export type IngressClassParametersReference = Infer<typeof IngressClassParametersReference>;

export const IngressClassSpec = struct('IngressClassSpec', '', {
  controller: field(1, omitEmpty(string), ''),
  parameters: field(2, optional(IngressClassParametersReference), ''),
});
export type IngressClassSpec = Infer<typeof IngressClassSpec>;

export const IngressClass = struct('IngressClass', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(IngressClassSpec), ''),
});
export type IngressClass = Infer<typeof IngressClass>;
