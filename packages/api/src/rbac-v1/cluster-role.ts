import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { PolicyRule } from './policy-rule.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.rbac.v1');

export const AggregationRule = struct('AggregationRule', 'How a ClusterRole is put together from others.', {
  clusterRoleSelectors: field(
    1,
    omitEmpty(list(LabelSelector)),
    'ClusterRoles that match any of these are put together.',
    { merge: 'atomic' },
  ),
});
export type AggregationRule = Infer<typeof AggregationRule>;

export const ClusterRole = struct(
  'ClusterRole',
  'Permissions across the cluster, or a set of them for use in any namespace.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    rules: field(2, list(PolicyRule), 'What the role permits.', { required: false, merge: 'atomic' }),
    aggregationRule: field(
      3,
      optional(AggregationRule),
      'A controller fills in the rules from other roles. No rules of its own then.',
    ),
  },
);
export type ClusterRole = Infer<typeof ClusterRole>;
