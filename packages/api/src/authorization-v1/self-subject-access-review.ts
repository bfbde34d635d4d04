import { NonResourceAttributes, ResourceAttributes, SubjectAccessReviewStatus } from './attributes.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authorization.v1');

export const SelfSubjectAccessReviewSpec = struct(
  'SelfSubjectAccessReviewSpec',
  'May I do this? Give one of the two.',
  {
    resourceAttributes: field(1, optional(ResourceAttributes), 'The request, if it is to a resource.'),
    nonResourceAttributes: field(2, optional(NonResourceAttributes), 'The request, if it is to another path.'),
  },
);
export type SelfSubjectAccessReviewSpec = Infer<typeof SelfSubjectAccessReviewSpec>;

export const SelfSubjectAccessReview = struct('SelfSubjectAccessReview', 'Asks whether the sender may do something.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, SelfSubjectAccessReviewSpec, 'The question.'),
  status: field(3, omitEmpty(SubjectAccessReviewStatus), 'The answer: written by the server.'),
});
export type SelfSubjectAccessReview = Infer<typeof SelfSubjectAccessReview>;
