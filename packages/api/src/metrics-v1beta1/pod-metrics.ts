import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { duration, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.metrics.pkg.apis.metrics.v1beta1');

export const ContainerMetrics = struct('ContainerMetrics', '', {
  name: field(1, string, ''),
  usage: field(2, dict(quantity), ''),
});
export type ContainerMetrics = Infer<typeof ContainerMetrics>;

export const PodMetrics = struct('PodMetrics', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  timestamp: field(2, time, ''),
  window: field(3, duration, ''),
  containers: field(4, list(ContainerMetrics), '', { merge: 'atomic' }),
});
export type PodMetrics = Infer<typeof PodMetrics>;
