/** What a request that returns no object answers, above all when it fails. */
import { ListMeta } from './list-meta.ts';
import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const StatusCause = struct('StatusCause', 'One thing that was wrong.', {
  reason: field(1, omitEmpty(string), 'What was wrong: one CamelCase word.'),
  message: field(2, omitEmpty(string), 'What was wrong: a sentence for people.'),
  field: field(3, omitEmpty(string), 'Path of the field that was wrong.'),
});
export type StatusCause = Infer<typeof StatusCause>;

export const StatusDetails = struct('StatusDetails', 'What a failure was about.', {
  name: field(1, omitEmpty(string), 'Name of the object.'),
  group: field(2, omitEmpty(string), 'Its group.'),
  kind: field(3, omitEmpty(string), 'Its kind or resource.'),
  uid: field(6, omitEmpty(string), 'Its uid.'),
  causes: field(4, omitEmpty(list(StatusCause)), 'All that was wrong.', { merge: 'atomic' }),
  retryAfterSeconds: field(5, omitEmpty(int32), 'Seconds after which another attempt makes sense.'),
});
export type StatusDetails = Infer<typeof StatusDetails>;

export const Status = struct('Status', 'The outcome of a request that returns no object.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ListMeta), 'Standard object metadata.'),
  status: field(2, omitEmpty(string), 'Success or Failure.'),
  message: field(3, omitEmpty(string), 'The outcome: a sentence for people.'),
  reason: field(4, omitEmpty(string), 'Why it failed: one CamelCase word.'),
  details: field(5, optional(StatusDetails), 'What the failure was about.'),
  code: field(6, omitEmpty(int32), 'HTTP status code.'),
});
export type Status = Infer<typeof Status>;
