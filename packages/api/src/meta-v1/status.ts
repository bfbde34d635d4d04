import { ListMeta } from './list-meta.ts';
import { typeMeta } from './type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.apimachinery.pkg.apis.meta.v1');

export const StatusCause = struct('StatusCause', '', {
  reason: field(1, omitEmpty(string), ''),
  message: field(2, omitEmpty(string), ''),
  field: field(3, omitEmpty(string), ''),
});
export type StatusCause = Infer<typeof StatusCause>;

export const StatusDetails = struct('StatusDetails', '', {
  name: field(1, omitEmpty(string), ''),
  group: field(2, omitEmpty(string), ''),
  kind: field(3, omitEmpty(string), ''),
  uid: field(6, omitEmpty(string), ''),
  causes: field(4, omitEmpty(list(StatusCause)), '', { merge: 'atomic' }),
  retryAfterSeconds: field(5, omitEmpty(int32), ''),
});
export type StatusDetails = Infer<typeof StatusDetails>;

export const Status = struct('Status', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ListMeta), 'Standard object metadata.'),
  status: field(2, omitEmpty(string), ''),
  message: field(3, omitEmpty(string), ''),
  reason: field(4, omitEmpty(string), ''),
  details: field(5, optional(StatusDetails), ''),
  code: field(6, omitEmpty(int32), ''),
});
export type Status = Infer<typeof Status>;
