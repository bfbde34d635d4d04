import { UserInfo } from './shared.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authentication.v1');

export const SelfSubjectReviewStatus = struct('SelfSubjectReviewStatus', '', {
  userInfo: field(1, omitEmpty(UserInfo), ''),
});
export type SelfSubjectReviewStatus = Infer<typeof SelfSubjectReviewStatus>;

export const SelfSubjectReview = struct('SelfSubjectReview', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  status: field(2, omitEmpty(SelfSubjectReviewStatus), ''),
});
export type SelfSubjectReview = Infer<typeof SelfSubjectReview>;
