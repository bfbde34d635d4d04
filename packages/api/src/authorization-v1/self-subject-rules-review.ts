import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authorization.v1');

export const SelfSubjectRulesReviewSpec = struct('SelfSubjectRulesReviewSpec', '', {
  namespace: field(1, omitEmpty(string), ''),
});
export type SelfSubjectRulesReviewSpec = Infer<typeof SelfSubjectRulesReviewSpec>;

export const ResourceRule = struct('ResourceRule', '', {
  verbs: field(1, list(string), '', { merge: 'atomic' }),
  apiGroups: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
  resources: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
  resourceNames: field(4, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type ResourceRule = Infer<typeof ResourceRule>;

export const NonResourceRule = struct('NonResourceRule', '', {
  verbs: field(1, list(string), '', { merge: 'atomic' }),
  nonResourceURLs: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type NonResourceRule = Infer<typeof NonResourceRule>;

export const SubjectRulesReviewStatus = struct('SubjectRulesReviewStatus', '', {
  resourceRules: field(1, list(ResourceRule), '', { merge: 'atomic' }),
  nonResourceRules: field(2, list(NonResourceRule), '', { merge: 'atomic' }),
  incomplete: field(3, bool, ''),
  evaluationError: field(4, omitEmpty(string), ''),
});
export type SubjectRulesReviewStatus = Infer<typeof SubjectRulesReviewStatus>;

export const SelfSubjectRulesReview = struct('SelfSubjectRulesReview', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, SelfSubjectRulesReviewSpec, ''),
  status: field(3, omitEmpty(SubjectRulesReviewStatus), ''),
});
export type SelfSubjectRulesReview = Infer<typeof SelfSubjectRulesReview>;
