import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { PolicyRule } from './policy-rule.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.rbac.v1');

export const Role = struct('Role', 'Permissions within one namespace.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  rules: field(2, list(PolicyRule), 'What the role permits.', { required: false, merge: 'atomic' }),
});
export type Role = Infer<typeof Role>;
