import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authorization.v1');

export const SelfSubjectRulesReviewSpec = struct(
  'SelfSubjectRulesReviewSpec',
  'Where the sender wants to know its rights.',
  {
    namespace: field(1, omitEmpty(string), 'Namespace to look at. Required.'),
  },
);
export type SelfSubjectRulesReviewSpec = Infer<typeof SelfSubjectRulesReviewSpec>;

export const ResourceRule = struct('ResourceRule', 'What may be done with which resources.', {
  verbs: field(1, list(string), 'What may be done; "*" is everything.', { merge: 'atomic' }),
  apiGroups: field(2, omitEmpty(list(string)), 'API groups of the resources; "*" is every group.', { merge: 'atomic' }),
  resources: field(3, omitEmpty(list(string)), 'The resources; "*" is every one, "*/x" every subresource x.', {
    merge: 'atomic',
  }),
  resourceNames: field(4, omitEmpty(list(string)), 'Names that the rule is limited to; all names when empty.', {
    merge: 'atomic',
  }),
});
export type ResourceRule = Infer<typeof ResourceRule>;

export const NonResourceRule = struct('NonResourceRule', 'What may be done with which other paths.', {
  verbs: field(1, list(string), 'What may be done; "*" is everything.', { merge: 'atomic' }),
  nonResourceURLs: field(2, omitEmpty(list(string)), 'The paths; "*" at the end stands for any rest.', {
    merge: 'atomic',
  }),
});
export type NonResourceRule = Infer<typeof NonResourceRule>;

export const SubjectRulesReviewStatus = struct('SubjectRulesReviewStatus', 'The rights.', {
  resourceRules: field(1, list(ResourceRule), 'Rights to resources, in no order, perhaps with repeats.', {
    merge: 'atomic',
  }),
  nonResourceRules: field(2, list(NonResourceRule), 'Rights to other paths, in no order, perhaps with repeats.', {
    merge: 'atomic',
  }),
  incomplete: field(3, bool, 'There may be more rights than are listed.'),
  evaluationError: field(4, omitEmpty(string), 'What went wrong on the way; the rights hold all the same.'),
});
export type SubjectRulesReviewStatus = Infer<typeof SubjectRulesReviewStatus>;

export const SelfSubjectRulesReview = struct('SelfSubjectRulesReview', 'Asks what the sender may do in a namespace.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, SelfSubjectRulesReviewSpec, 'The question.'),
  status: field(3, omitEmpty(SubjectRulesReviewStatus), 'The answer: written by the server.'),
});
export type SelfSubjectRulesReview = Infer<typeof SelfSubjectRulesReview>;
