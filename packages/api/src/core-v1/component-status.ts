/** A ComponentStatus: whether a part of the control plane is well. Deprecated, and never stored. */
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ComponentCondition = struct('ComponentCondition', 'One aspect of the health of a component.', {
  type: field(1, string, 'Always Healthy.'),
  status: field(2, string, 'True, False or Unknown.'),
  message: field(3, omitEmpty(string), 'What its health check said.'),
  error: field(4, omitEmpty(string), 'Why its health check failed.'),
});
export type ComponentCondition = Infer<typeof ComponentCondition>;

export const ComponentStatus = struct('ComponentStatus', 'Health of a part of the control plane. Deprecated.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  conditions: field(2, omitEmpty(list(ComponentCondition)), 'Aspects of its health, by type.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
});
export type ComponentStatus = Infer<typeof ComponentStatus>;
