import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { DeleteOptions } from '../meta-v1/options.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.policy.v1');

export const Eviction = struct('Eviction', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  deleteOptions: field(2, optional(DeleteOptions), ''),
});
export type Eviction = Infer<typeof Eviction>;
