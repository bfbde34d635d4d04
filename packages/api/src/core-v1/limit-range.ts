/** A LimitRange: bounds and defaults for the resources of pods and claims in a namespace. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const LimitType = oneOf('Pod', 'Container', 'PersistentVolumeClaim');
export type LimitType = Infer<typeof LimitType>;

export const LimitRangeItem = struct('LimitRangeItem', 'Bounds and defaults for one kind of thing.', {
  type: field(1, LimitType, 'What it applies to: Pod, Container or PersistentVolumeClaim.'),
  max: field(2, omitEmpty(dict(quantity)), 'The most of each resource.'),
  min: field(3, omitEmpty(dict(quantity)), 'The least of each resource.'),
  default: field(4, omitEmpty(dict(quantity)), 'Limits of containers that name none. Containers only.'),
  defaultRequest: field(5, omitEmpty(dict(quantity)), 'Requests of containers that name none. Containers only.'),
  maxLimitRequestRatio: field(
    6,
    omitEmpty(dict(quantity)),
    'The most that a limit may be, as a multiple of the request.',
  ),
});
export type LimitRangeItem = Infer<typeof LimitRangeItem>;

export const LimitRangeSpec = struct('LimitRangeSpec', 'The bounds of a namespace.', {
  limits: field(1, list(LimitRangeItem), 'Bounds and defaults, by kind of thing.', { merge: 'atomic' }),
});
export type LimitRangeSpec = Infer<typeof LimitRangeSpec>;

export const LimitRange = struct('LimitRange', 'Bounds and defaults for resources in a namespace.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(LimitRangeSpec), 'The bounds.'),
});
export type LimitRange = Infer<typeof LimitRange>;
