/** The kind IngressClass: which controller serves an Ingress. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.networking.v1');

export const IngressClassParametersReference = struct(
  'IngressClassParametersReference',
  "The object with a controller's own settings for a class.",
  {
    apiGroup: field(1, optional(string), 'Group of the object; absent: the core group.'),
    kind: field(2, string, 'Kind of the object.'),
    name: field(3, string, 'Name of the object.'),
    scope: field(4, optional(string), 'Cluster (the default) or Namespace.', { default: 'Cluster' }),
    namespace: field(5, optional(string), 'Namespace of the object: required with scope Namespace, forbidden else.'),
  },
);
export type IngressClassParametersReference = Infer<typeof IngressClassParametersReference>;

export const IngressClassSpec = struct('IngressClassSpec', 'The controller of a class and its settings.', {
  controller: field(
    1,
    omitEmpty(string),
    'Name of the controller as a domain and path, at most 250 characters. Cannot be changed.',
  ),
  parameters: field(2, optional(IngressClassParametersReference), "An object with the controller's own settings."),
});
export type IngressClassSpec = Infer<typeof IngressClassSpec>;

export const IngressClass = struct(
  'IngressClass',
  'A class of Ingress, served by one controller; an annotation makes it the default.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, omitEmpty(IngressClassSpec), 'The controller of this class.'),
  },
);
export type IngressClass = Infer<typeof IngressClass>;
