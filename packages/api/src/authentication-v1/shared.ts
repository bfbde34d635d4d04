import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, boxedList, dict, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authentication.v1');

export const UserInfo = struct('UserInfo', '', {
  username: field(1, omitEmpty(string), ''),
  uid: field(2, omitEmpty(string), ''),
  groups: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
  extra: field(4, omitEmpty(dict(boxedList(string))), ''),
});
export type UserInfo = Infer<typeof UserInfo>;
