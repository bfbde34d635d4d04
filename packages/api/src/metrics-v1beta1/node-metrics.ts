import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { duration, quantity, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.metrics.pkg.apis.metrics.v1beta1');

export const NodeMetrics = struct('NodeMetrics', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  timestamp: field(2, time, ''),
  window: field(3, duration, ''),
  usage: field(4, dict(quantity), ''),
});
export type NodeMetrics = Infer<typeof NodeMetrics>;
