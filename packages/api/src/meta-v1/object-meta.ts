/** The metadata that every object has. */
import type { Infer } from '../schema/infer.ts';
import { bool, fieldsV1, int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const OwnerReference = struct(
  'OwnerReference',
  'An object that owns this one: when no owner is left, this is deleted.',
  {
    apiVersion: field(5, string, 'Group and version of the owner.'),
    kind: field(1, string, 'Kind of the owner.'),
    name: field(3, string, 'Name of the owner.'),
    uid: field(4, string, 'Uid of the owner.'),
    controller: field(6, optional(bool), 'It is the one owner that manages this object.'),
    blockOwnerDeletion: field(7, optional(bool), 'Foreground deletion of the owner waits for this object.'),
  },
  { atomic: true },
);
export type OwnerReference = Infer<typeof OwnerReference>;

export const ManagedFieldsOperationType = oneOf('Apply', 'Update');
export type ManagedFieldsOperationType = Infer<typeof ManagedFieldsOperationType>;

export const ManagedFieldsEntry = struct('ManagedFieldsEntry', 'Which fields one manager has set.', {
  manager: field(1, omitEmpty(string), 'Name of the manager.'),
  operation: field(2, omitEmpty(ManagedFieldsOperationType), 'Apply, or Update for every other way of writing.'),
  apiVersion: field(3, omitEmpty(string), 'Version that the field names belong to.'),
  time: field(4, optional(time), 'When this entry last changed.'),
  fieldsType: field(6, omitEmpty(string), 'Form of the field set; always FieldsV1.'),
  fieldsV1: field(7, optional(fieldsV1), 'The fields, as a tree.'),
  subresource: field(8, omitEmpty(string), 'Subresource that they were set through, such as status.'),
});
export type ManagedFieldsEntry = Infer<typeof ManagedFieldsEntry>;

export const ObjectMeta = struct('ObjectMeta', 'What every object has: its name, labels, owners and times.', {
  name: field(1, omitEmpty(string), 'Name, unique among objects of its kind in its namespace. Fixed.'),
  generateName: field(2, omitEmpty(string), 'Beginning of the name, to which the server adds 5 characters.'),
  namespace: field(3, omitEmpty(string), 'Namespace that the name is in. Fixed.'),
  selfLink: field(4, omitEmpty(string), 'Deprecated and always empty.'),
  uid: field(5, omitEmpty(string), 'Identity that no other object ever has. Set by the server.'),
  resourceVersion: field(6, omitEmpty(string), 'Changes with every write. An update that names an old one is refused.'),
  generation: field(7, omitEmpty(int64), 'Counts the changes of what the object should be. Set by the server.'),
  creationTimestamp: field(8, omitEmpty(time), 'When it was created. Set by the server.'),
  deletionTimestamp: field(9, optional(time), 'When it is to be gone; set once its deletion has been asked for.'),
  deletionGracePeriodSeconds: field(10, optional(int64), 'Seconds that it is given to end by itself.'),
  labels: field(11, omitEmpty(dict(string)), 'Short texts by which objects are chosen.'),
  annotations: field(12, omitEmpty(dict(string)), 'Texts that programs keep with it, at most 256 KiB in all.'),
  ownerReferences: field(
    13,
    omitEmpty(list(OwnerReference)),
    'Objects that own this one, at most one of them its controller.',
    {
      patch: 'merge',
      mergeKey: 'uid',
      mapKeys: ['uid'],
    },
  ),
  finalizers: field(14, omitEmpty(list(string)), 'Who must be done before it is removed; each takes its entry out.', {
    patch: 'merge',
    merge: 'set',
  }),
  managedFields: field(17, omitEmpty(list(ManagedFieldsEntry)), 'Which manager has set which fields.', {
    merge: 'atomic',
  }),
});
export type ObjectMeta = Infer<typeof ObjectMeta>;
