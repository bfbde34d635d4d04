import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { RoleRef, Subject } from './subject.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.rbac.v1');

export const ClusterRoleBinding = struct('ClusterRoleBinding', 'Gives a ClusterRole to subjects across the cluster.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  subjects: field(2, omitEmpty(list(Subject)), 'Who gets the role.', { merge: 'atomic' }),
  roleRef: field(3, RoleRef, 'The role that is given. Immutable.'),
});
export type ClusterRoleBinding = Infer<typeof ClusterRoleBinding>;
