/** PodMetrics: what the containers of a pod have used lately. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { duration, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.metrics.pkg.apis.metrics.v1beta1');

export const ContainerMetrics = struct('ContainerMetrics', 'What one container has used.', {
  name: field(1, string, 'Name of the container.'),
  usage: field(2, dict(quantity), 'Processors used on average, and memory in use at the end.'),
});
export type ContainerMetrics = Infer<typeof ContainerMetrics>;

export const PodMetrics = struct('PodMetrics', 'What the containers of a pod have used lately.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  timestamp: field(2, time, 'End of the time that was measured.'),
  window: field(3, duration, 'Length of the time that was measured.'),
  containers: field(4, list(ContainerMetrics), 'What each container has used.', { merge: 'atomic' }),
});
export type PodMetrics = Infer<typeof PodMetrics>;
