/** NodeMetrics: what a node has used lately. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { duration, quantity, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.metrics.pkg.apis.metrics.v1beta1');

export const NodeMetrics = struct('NodeMetrics', 'What a node has used lately.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  timestamp: field(2, time, 'End of the time that was measured.'),
  window: field(3, duration, 'Length of the time that was measured.'),
  usage: field(4, dict(quantity), 'Processors used on average, and memory in use at the end.'),
});
export type NodeMetrics = Infer<typeof NodeMetrics>;
