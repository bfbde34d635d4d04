import { PreemptionPolicy } from '../core-v1/pod.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.scheduling.v1');

export const PriorityClass = struct('PriorityClass', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  value: field(2, int32, '', { required: false }),
  globalDefault: field(3, omitEmpty(bool), ''),
  description: field(4, omitEmpty(string), ''),
  preemptionPolicy: field(5, optional(PreemptionPolicy), ''),
});
export type PriorityClass = Infer<typeof PriorityClass>;
