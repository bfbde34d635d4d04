import { NonResourceAttributes, ResourceAttributes, SubjectAccessReviewStatus } from './attributes.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authorization.v1');

export const SelfSubjectAccessReviewSpec = struct('SelfSubjectAccessReviewSpec', '', {
  resourceAttributes: field(1, optional(ResourceAttributes), ''),
  nonResourceAttributes: field(2, optional(NonResourceAttributes), ''),
});
export type SelfSubjectAccessReviewSpec = Infer<typeof SelfSubjectAccessReviewSpec>;

export const SelfSubjectAccessReview = struct('SelfSubjectAccessReview', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, SelfSubjectAccessReviewSpec, ''),
  status: field(3, omitEmpty(SubjectAccessReviewStatus), ''),
});
export type SelfSubjectAccessReview = Infer<typeof SelfSubjectAccessReview>;
