import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, boxedList, dict, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authentication.v1');

export const UserInfo = struct('UserInfo', 'A user, as authentication knows it.', {
  username: field(1, omitEmpty(string), 'Name that tells the user from all others at this time.'),
  uid: field(2, omitEmpty(string), 'Id that tells the user from others of the same name at other times.'),
  groups: field(3, omitEmpty(list(string)), 'Groups that the user is in.', { merge: 'atomic' }),
  extra: field(4, omitEmpty(dict(boxedList(string))), 'What else the authenticator says.'),
});
export type UserInfo = Infer<typeof UserInfo>;
