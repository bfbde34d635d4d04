import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.rbac.v1');

export const PolicyRule = struct('PolicyRule', 'What may be done with what.', {
  verbs: field(1, list(string), 'What may be done, such as get or create; "*" is everything.', { merge: 'atomic' }),
  apiGroups: field(
    2,
    omitEmpty(list(string)),
    'API groups of the resources; "" is the core group, "*" is every group.',
    { merge: 'atomic' },
  ),
  resources: field(3, omitEmpty(list(string)), 'Resources, such as pods or pods/log; "*" is every resource.', {
    merge: 'atomic',
  }),
  resourceNames: field(4, omitEmpty(list(string)), 'Names that the rule is limited to; all names when empty.', {
    merge: 'atomic',
  }),
  nonResourceURLs: field(
    5,
    omitEmpty(list(string)),
    'Paths that are no resources, such as /healthz or /metrics/*. Only in a ClusterRole.',
    { merge: 'atomic' },
  ),
});
export type PolicyRule = Infer<typeof PolicyRule>;
