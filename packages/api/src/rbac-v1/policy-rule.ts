import type { Infer } from '../schema/infer.ts';
import { string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.rbac.v1');

export const PolicyRule = struct('PolicyRule', '', {
  verbs: field(1, list(string), '', { merge: 'atomic' }),
  apiGroups: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
  resources: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
  resourceNames: field(4, omitEmpty(list(string)), '', { merge: 'atomic' }),
  nonResourceURLs: field(5, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type PolicyRule = Infer<typeof PolicyRule>;
