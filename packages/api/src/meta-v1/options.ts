/** What requests can ask for beside the object: in the query, or for deletions in the body. */
import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int64, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const Preconditions = struct('Preconditions', 'What must hold for a deletion to be carried out.', {
  uid: field(1, optional(string), 'Uid that the object must have.'),
  resourceVersion: field(2, optional(string), 'Resource version that the object must have.'),
});
export type Preconditions = Infer<typeof Preconditions>;

export const DeletionPropagation = oneOf('Orphan', 'Background', 'Foreground');
export type DeletionPropagation = Infer<typeof DeletionPropagation>;

export const DeleteOptions = struct('DeleteOptions', 'How to delete.', {
  ...typeMeta,
  gracePeriodSeconds: field(
    1,
    optional(int64),
    'Seconds that the object is given to end. 0: at once. Its own if absent.',
  ),
  preconditions: field(2, optional(Preconditions), 'What must hold, or the answer is 409.'),
  orphanDependents: field(3, optional(bool), 'Deprecated: use propagationPolicy.'),
  propagationPolicy: field(4, optional(DeletionPropagation), 'What becomes of the objects that this one owns.'),
  dryRun: field(5, omitEmpty(list(string)), 'All: do everything but store the result.', { merge: 'atomic' }),
  ignoreStoreReadErrorWithClusterBreakingPotential: field(
    6,
    optional(bool),
    'Delete an object that cannot be read any more, whatever that leaves behind.',
  ),
});
export type DeleteOptions = Infer<typeof DeleteOptions>;

export const CreateOptions = struct('CreateOptions', 'How to create.', {
  ...typeMeta,
  dryRun: field(1, omitEmpty(list(string)), 'All: do everything but store the result.', { merge: 'atomic' }),
  fieldManager: field(3, omitEmpty(string), 'Who is writing, at most 128 characters.'),
  fieldValidation: field(4, omitEmpty(string), 'Unknown fields: Ignore, Warn (when not given) or Strict.'),
});
export type CreateOptions = Infer<typeof CreateOptions>;

export const UpdateOptions = struct('UpdateOptions', 'How to update.', {
  ...typeMeta,
  dryRun: field(1, omitEmpty(list(string)), 'All: do everything but store the result.', { merge: 'atomic' }),
  fieldManager: field(2, omitEmpty(string), 'Who is writing, at most 128 characters.'),
  fieldValidation: field(3, omitEmpty(string), 'Unknown fields: Ignore, Warn (when not given) or Strict.'),
});
export type UpdateOptions = Infer<typeof UpdateOptions>;

export const PatchOptions = struct('PatchOptions', 'How to patch.', {
  ...typeMeta,
  dryRun: field(1, omitEmpty(list(string)), 'All: do everything but store the result.', { merge: 'atomic' }),
  force: field(2, optional(bool), 'Apply takes over fields that others have set.'),
  fieldManager: field(3, omitEmpty(string), 'Who is writing. Required for apply.'),
  fieldValidation: field(4, omitEmpty(string), 'Unknown fields: Ignore, Warn (when not given) or Strict.'),
});
export type PatchOptions = Infer<typeof PatchOptions>;

export const GetOptions = struct('GetOptions', 'How to read one object.', {
  ...typeMeta,
  resourceVersion: field(1, omitEmpty(string), 'How old the answer may be: 0 for any age, empty for the newest.'),
});
export type GetOptions = Infer<typeof GetOptions>;

export const ResourceVersionMatch = oneOf('NotOlderThan', 'Exact');
export type ResourceVersionMatch = Infer<typeof ResourceVersionMatch>;

export const ListOptions = struct('ListOptions', 'How to list or watch.', {
  ...typeMeta,
  labelSelector: field(1, omitEmpty(string), 'Conditions on labels. Everything when empty.'),
  fieldSelector: field(2, omitEmpty(string), 'Conditions on fields. Everything when empty.'),
  watch: field(3, omitEmpty(bool), 'Report changes as they happen instead of listing.'),
  allowWatchBookmarks: field(9, omitEmpty(bool), 'Send BOOKMARK events, which only tell how far the watch has come.'),
  resourceVersion: field(4, omitEmpty(string), 'How old a list may be, or where a watch starts.'),
  resourceVersionMatch: field(
    10,
    omitEmpty(ResourceVersionMatch),
    'Whether resourceVersion is meant exactly or at least.',
  ),
  timeoutSeconds: field(5, optional(int64), 'Seconds after which the request ends.'),
  limit: field(7, omitEmpty(int64), 'The most items of one page; the list then says how to continue.'),
  continue: field(8, omitEmpty(string), 'Token of the previous page, to get the next.'),
  sendInitialEvents: field(11, optional(bool), 'A watch begins with all that there is, then a bookmark.'),
});
export type ListOptions = Infer<typeof ListOptions>;

export const IncludeObjectPolicy = oneOf('None', 'Metadata', 'Object');
export type IncludeObjectPolicy = Infer<typeof IncludeObjectPolicy>;

export const TableOptions = struct('TableOptions', 'What the rows of a table carry.', {
  ...typeMeta,
  includeObject: field(
    1,
    omitEmpty(IncludeObjectPolicy),
    'How much of each object: None, Metadata (when not given), Object.',
  ),
});
export type TableOptions = Infer<typeof TableOptions>;
