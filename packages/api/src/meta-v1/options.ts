import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const Preconditions = struct('Preconditions', '', {
  uid: field(1, optional(string), ''),
  resourceVersion: field(2, optional(string), ''),
});
export type Preconditions = Infer<typeof Preconditions>;

export const DeletionPropagation = oneOf('Orphan', 'Background', 'Foreground');
export type DeletionPropagation = Infer<typeof DeletionPropagation>;

export const DeleteOptions = struct('DeleteOptions', '', {
  ...typeMeta,
  gracePeriodSeconds: field(1, optional(int64), ''),
  preconditions: field(2, optional(Preconditions), ''),
  orphanDependents: field(3, optional(bool), ''),
  propagationPolicy: field(4, optional(DeletionPropagation), ''),
  dryRun: field(5, omitEmpty(list(string)), '', { merge: 'atomic' }),
  ignoreStoreReadErrorWithClusterBreakingPotential: field(6, optional(bool), ''),
});
export type DeleteOptions = Infer<typeof DeleteOptions>;

export const CreateOptions = struct('CreateOptions', '', {
  ...typeMeta,
  dryRun: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  fieldManager: field(3, omitEmpty(string), ''),
  fieldValidation: field(4, omitEmpty(string), ''),
});
export type CreateOptions = Infer<typeof CreateOptions>;

export const UpdateOptions = struct('UpdateOptions', '', {
  ...typeMeta,
  dryRun: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  fieldManager: field(2, omitEmpty(string), ''),
  fieldValidation: field(3, omitEmpty(string), ''),
});
export type UpdateOptions = Infer<typeof UpdateOptions>;

export const PatchOptions = struct('PatchOptions', '', {
  ...typeMeta,
  dryRun: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  force: field(2, optional(bool), ''),
  fieldManager: field(3, omitEmpty(string), ''),
  fieldValidation: field(4, omitEmpty(string), ''),
});
export type PatchOptions = Infer<typeof PatchOptions>;

export const GetOptions = struct('GetOptions', '', {
  ...typeMeta,
  resourceVersion: field(1, omitEmpty(string), ''),
});
export type GetOptions = Infer<typeof GetOptions>;

export const ResourceVersionMatch = oneOf('NotOlderThan', 'Exact');
export type ResourceVersionMatch = Infer<typeof ResourceVersionMatch>;

export const ListOptions = struct('ListOptions', '', {
  ...typeMeta,
  labelSelector: field(1, omitEmpty(string), ''),
  fieldSelector: field(2, omitEmpty(string), ''),
  watch: field(3, omitEmpty(bool), ''),
  allowWatchBookmarks: field(9, omitEmpty(bool), ''),
  resourceVersion: field(4, omitEmpty(string), ''),
  resourceVersionMatch: field(10, omitEmpty(ResourceVersionMatch), ''),
  timeoutSeconds: field(5, optional(int64), ''),
  limit: field(7, omitEmpty(int64), ''),
  continue: field(8, omitEmpty(string), ''),
  sendInitialEvents: field(11, optional(bool), ''),
  shardSelector: field(15, omitEmpty(string), ''),
});
export type ListOptions = Infer<typeof ListOptions>;

export const IncludeObjectPolicy = oneOf('None', 'Metadata', 'Object');
export type IncludeObjectPolicy = Infer<typeof IncludeObjectPolicy>;

export const TableOptions = struct('TableOptions', '', {
  ...typeMeta,
  '-': field(0, bool, ''),
  includeObject: field(1, omitEmpty(IncludeObjectPolicy), ''),
});
export type TableOptions = Infer<typeof TableOptions>;
