/** The type Eviction: a request to remove a pod that its disruption budget may refuse. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { DeleteOptions } from '../meta-v1/options.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.policy.v1');

export const Eviction = struct('Eviction', 'Asks that a pod be removed, as far as disruption budgets allow.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Name and namespace of the pod.'),
  deleteOptions: field(2, optional(DeleteOptions), 'How the pod is deleted, such as its grace period.'),
});
export type Eviction = Infer<typeof Eviction>;
