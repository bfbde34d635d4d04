import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ComponentCondition = struct('ComponentCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  message: field(3, omitEmpty(string), ''),
  error: field(4, omitEmpty(string), ''),
});
export type ComponentCondition = Infer<typeof ComponentCondition>;

export const ComponentStatus = struct('ComponentStatus', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  conditions: field(2, omitEmpty(list(ComponentCondition)), '', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type ComponentStatus = Infer<typeof ComponentStatus>;
