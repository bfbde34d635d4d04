import { SubjectAccessReviewSpec, SubjectAccessReviewStatus } from './attributes.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authorization.v1');

export const LocalSubjectAccessReview = struct(
  'LocalSubjectAccessReview',
  'Asks whether a user may do something within one namespace.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    spec: field(2, SubjectAccessReviewSpec, 'The question; its namespace must be that of the review.'),
    status: field(3, omitEmpty(SubjectAccessReviewStatus), 'The answer: written by the server.'),
  },
);
export type LocalSubjectAccessReview = Infer<typeof LocalSubjectAccessReview>;
