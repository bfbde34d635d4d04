import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const ParentReference = struct('ParentReference', '', {
  group: field(1, omitEmpty(string), ''),
  resource: field(2, omitEmpty(string), '', { required: true }),
  namespace: field(3, omitEmpty(string), ''),
  name: field(4, omitEmpty(string), '', { required: true }),
});
export type ParentReference = Infer<typeof ParentReference>;

export const IPAddressSpec = struct('IPAddressSpec', '', {
  parentRef: field(1, optional(ParentReference), '', { required: true }),
});
export type IPAddressSpec = Infer<typeof IPAddressSpec>;

export const IPAddress = struct('IPAddress', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(IPAddressSpec), '', { required: true }),
});
export type IPAddress = Infer<typeof IPAddress>;
