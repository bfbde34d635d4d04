import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const SecretReference = struct(
  'SecretReference',
  '',
  {
    name: field(1, omitEmpty(string), ''),
    namespace: field(2, omitEmpty(string), ''),
  },
  { atomic: true },
);
export type SecretReference = Infer<typeof SecretReference>;

export const ObjectReference = struct(
  'ObjectReference',
  '',
  {
    kind: field(1, omitEmpty(string), ''),
    namespace: field(2, omitEmpty(string), ''),
    name: field(3, omitEmpty(string), ''),
    uid: field(4, omitEmpty(string), ''),
    apiVersion: field(5, omitEmpty(string), ''),
    resourceVersion: field(6, omitEmpty(string), ''),
    fieldPath: field(7, omitEmpty(string), ''),
  },
  { atomic: true },
);
export type ObjectReference = Infer<typeof ObjectReference>;

export const TypedLocalObjectReference = struct(
  'TypedLocalObjectReference',
  '',
  {
    apiGroup: field(1, optional(string), ''),
    kind: field(2, string, ''),
    name: field(3, string, ''),
  },
  { atomic: true },
);
export type TypedLocalObjectReference = Infer<typeof TypedLocalObjectReference>;

export const TypedObjectReference = struct('TypedObjectReference', '', {
  apiGroup: field(1, optional(string), ''),
  kind: field(2, string, ''),
  name: field(3, string, ''),
  namespace: field(4, optional(string), ''),
});
export type TypedObjectReference = Infer<typeof TypedObjectReference>;

export const LocalObjectReference = struct(
  'LocalObjectReference',
  '',
  {
    name: field(1, omitEmpty(string), ''),
  },
  { atomic: true },
);
export type LocalObjectReference = Infer<typeof LocalObjectReference>;
