/** References to other objects. */
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const SecretReference = struct(
  'SecretReference',
  'A Secret of any namespace.',
  {
    name: field(1, omitEmpty(string), 'Name of the Secret.'),
    namespace: field(2, omitEmpty(string), 'Namespace of the Secret.'),
  },
  { atomic: true },
);
export type SecretReference = Infer<typeof SecretReference>;

export const ObjectReference = struct(
  'ObjectReference',
  'An object, or a part of one.',
  {
    kind: field(1, omitEmpty(string), 'Kind of the object.'),
    namespace: field(2, omitEmpty(string), 'Namespace of the object.'),
    name: field(3, omitEmpty(string), 'Name of the object.'),
    uid: field(4, omitEmpty(string), 'UID of the object.'),
    apiVersion: field(5, omitEmpty(string), 'Group and version of the kind.'),
    resourceVersion: field(6, omitEmpty(string), 'The version of the object that is meant.'),
    fieldPath: field(7, omitEmpty(string), 'The part that is meant, such as spec.containers{name}.'),
  },
  { atomic: true },
);
export type ObjectReference = Infer<typeof ObjectReference>;

export const TypedLocalObjectReference = struct(
  'TypedLocalObjectReference',
  'An object of some kind in the same namespace.',
  {
    apiGroup: field(1, optional(string), 'Group of the kind. The core group if absent.'),
    kind: field(2, string, 'Kind of the object.'),
    name: field(3, string, 'Name of the object.'),
  },
  { atomic: true },
);
export type TypedLocalObjectReference = Infer<typeof TypedLocalObjectReference>;

export const TypedObjectReference = struct('TypedObjectReference', 'An object of some kind in some namespace.', {
  apiGroup: field(1, optional(string), 'Group of the kind. The core group if absent.'),
  kind: field(2, string, 'Kind of the object.'),
  name: field(3, string, 'Name of the object.'),
  namespace: field(4, optional(string), 'Namespace of the object. Defaults to that of the referrer.'),
});
export type TypedObjectReference = Infer<typeof TypedObjectReference>;

export const LocalObjectReference = struct(
  'LocalObjectReference',
  'An object in the same namespace.',
  {
    name: field(1, omitEmpty(string), 'Name of the object.'),
  },
  { atomic: true },
);
export type LocalObjectReference = Infer<typeof LocalObjectReference>;
