import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { PolicyRule } from './policy-rule.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.rbac.v1');

export const AggregationRule = struct('AggregationRule', '', {
  clusterRoleSelectors: field(1, omitEmpty(list(LabelSelector)), '', { merge: 'atomic' }),
});
export type AggregationRule = Infer<typeof AggregationRule>;

export const ClusterRole = struct('ClusterRole', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  rules: field(2, list(PolicyRule), '', { required: false, merge: 'atomic' }),
  aggregationRule: field(3, optional(AggregationRule), ''),
});
export type ClusterRole = Infer<typeof ClusterRole>;
