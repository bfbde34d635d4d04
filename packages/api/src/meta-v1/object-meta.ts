import type { Infer } from '../schema/infer.ts';
import { bool, fieldsV1, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const OwnerReference = struct(
  'OwnerReference',
  '',
  {
    apiVersion: field(5, string, ''),
    kind: field(1, string, ''),
    name: field(3, string, ''),
    uid: field(4, string, ''),
    controller: field(6, optional(bool), ''),
    blockOwnerDeletion: field(7, optional(bool), ''),
  },
  { atomic: true },
);
export type OwnerReference = Infer<typeof OwnerReference>;

export const ManagedFieldsOperationType = oneOf('Apply', 'Update');
export type ManagedFieldsOperationType = Infer<typeof ManagedFieldsOperationType>;

export const ManagedFieldsEntry = struct('ManagedFieldsEntry', '', {
  manager: field(1, omitEmpty(string), ''),
  operation: field(2, omitEmpty(ManagedFieldsOperationType), ''),
  apiVersion: field(3, omitEmpty(string), ''),
  time: field(4, optional(time), ''),
  fieldsType: field(6, omitEmpty(string), ''),
  fieldsV1: field(7, optional(fieldsV1), ''),
  subresource: field(8, omitEmpty(string), ''),
});
export type ManagedFieldsEntry = Infer<typeof ManagedFieldsEntry>;

export const ObjectMeta = struct('ObjectMeta', '', {
  name: field(1, omitEmpty(string), ''),
  generateName: field(2, omitEmpty(string), ''),
  namespace: field(3, omitEmpty(string), ''),
  selfLink: field(4, omitEmpty(string), ''),
  uid: field(5, omitEmpty(string), ''),
  resourceVersion: field(6, omitEmpty(string), ''),
  generation: field(7, omitEmpty(int64), ''),
  creationTimestamp: field(8, omitEmpty(time), ''),
  deletionTimestamp: field(9, optional(time), ''),
  deletionGracePeriodSeconds: field(10, optional(int64), ''),
  labels: field(11, omitEmpty(dict(string)), ''),
  annotations: field(12, omitEmpty(dict(string)), ''),
  ownerReferences: field(13, omitEmpty(list(OwnerReference)), '', {
    patch: 'merge',
    mergeKey: 'uid',
    mapKeys: ['uid'],
  }),
  finalizers: field(14, omitEmpty(list(string)), '', { patch: 'merge', merge: 'set' }),
  managedFields: field(17, omitEmpty(list(ManagedFieldsEntry)), '', { merge: 'atomic' }),
});
export type ObjectMeta = Infer<typeof ObjectMeta>;
