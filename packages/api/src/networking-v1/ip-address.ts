/** The kind IPAddress: one address of the service network that is taken, and by whom. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const ParentReference = struct('ParentReference', 'The object that an address belongs to.', {
  group: field(1, omitEmpty(string), 'Group of the object; absent: the core group.'),
  resource: field(2, omitEmpty(string), 'Resource of the object, such as services.', { required: true }),
  namespace: field(3, omitEmpty(string), 'Namespace of the object.'),
  name: field(4, omitEmpty(string), 'Name of the object.', { required: true }),
});
export type ParentReference = Infer<typeof ParentReference>;

export const IPAddressSpec = struct('IPAddressSpec', 'Who holds an address.', {
  parentRef: field(1, optional(ParentReference), 'The object that holds the address. Cannot be changed.', {
    required: true,
  }),
});
export type IPAddressSpec = Infer<typeof IPAddressSpec>;

export const IPAddress = struct(
  'IPAddress',
  'A single IP address that is taken; its name is the address in canonical form.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, omitEmpty(IPAddressSpec), 'Who holds the address.'),
  },
);
export type IPAddress = Infer<typeof IPAddress>;
