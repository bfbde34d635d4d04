import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.rbac.v1');

export const Subject = struct(
  'Subject',
  '',
  {
    kind: field(1, string, ''),
    apiGroup: field(2, omitEmpty(string), ''),
    name: field(3, string, ''),
    namespace: field(4, omitEmpty(string), ''),
  },
  { atomic: true },
);
export type Subject = Infer<typeof Subject>;

export const RoleRef = struct(
  'RoleRef',
  '',
  {
    apiGroup: field(1, string, '', { required: false }),
    kind: field(2, string, ''),
    name: field(3, string, ''),
  },
  { atomic: true },
);
export type RoleRef = Infer<typeof RoleRef>;
