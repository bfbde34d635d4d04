import { Toleration } from '../core-v1/toleration.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.node.v1');

export const Overhead = struct('Overhead', '', {
  podFixed: field(1, omitEmpty(dict(quantity)), ''),
});
export type Overhead = Infer<typeof Overhead>;

export const Scheduling = struct('Scheduling', '', {
  nodeSelector: field(1, omitEmpty(dict(string)), '', { merge: 'atomic' }),
  tolerations: field(2, omitEmpty(list(Toleration)), '', { merge: 'atomic' }),
});
export type Scheduling = Infer<typeof Scheduling>;

export const RuntimeClass = struct('RuntimeClass', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  handler: field(2, string, ''),
  overhead: field(3, optional(Overhead), ''),
  scheduling: field(4, optional(Scheduling), ''),
});
export type RuntimeClass = Infer<typeof RuntimeClass>;
