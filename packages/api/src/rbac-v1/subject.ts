import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.rbac.v1');

export const Subject = struct(
  'Subject',
  'Who gets a role: a user, a group or a service account.',
  {
    kind: field(1, string, 'User, Group or ServiceAccount.'),
    apiGroup: field(2, omitEmpty(string), 'Defaults to "" for ServiceAccount, else to rbac.authorization.k8s.io.'),
    name: field(3, string, 'Name of the user, group or service account.'),
    namespace: field(4, omitEmpty(string), 'Namespace of the service account; empty for users and groups.'),
  },
  { atomic: true },
);
export type Subject = Infer<typeof Subject>;

export const RoleRef = struct(
  'RoleRef',
  'The role that is given.',
  {
    apiGroup: field(1, string, 'Always rbac.authorization.k8s.io, which is the default.', {
      required: false,
      default: 'rbac.authorization.k8s.io',
    }),
    kind: field(2, string, 'Role or ClusterRole.'),
    name: field(3, string, 'Name of the role.'),
  },
  { atomic: true },
);
export type RoleRef = Infer<typeof RoleRef>;
