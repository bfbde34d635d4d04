import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { quantity } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const LimitType = oneOf('Pod', 'Container', 'PersistentVolumeClaim');
export type LimitType = Infer<typeof LimitType>;

export const LimitRangeItem = struct('LimitRangeItem', '', {
  type: field(1, LimitType, ''),
  max: field(2, omitEmpty(dict(quantity)), ''),
  min: field(3, omitEmpty(dict(quantity)), ''),
  default: field(4, omitEmpty(dict(quantity)), ''),
  defaultRequest: field(5, omitEmpty(dict(quantity)), ''),
  maxLimitRequestRatio: field(6, omitEmpty(dict(quantity)), ''),
});
export type LimitRangeItem = Infer<typeof LimitRangeItem>;

export const LimitRangeSpec = struct('LimitRangeSpec', '', {
  limits: field(1, list(LimitRangeItem), '', { merge: 'atomic' }),
});
export type LimitRangeSpec = Infer<typeof LimitRangeSpec>;

export const LimitRange = struct('LimitRange', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, omitEmpty(LimitRangeSpec), ''),
});
export type LimitRange = Infer<typeof LimitRange>;
