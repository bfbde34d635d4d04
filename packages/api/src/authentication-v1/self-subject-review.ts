import { UserInfo } from './user-info.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { definitionsIn, field, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authentication.v1');

export const SelfSubjectReviewStatus = struct('SelfSubjectReviewStatus', 'Who asks.', {
  userInfo: field(1, omitEmpty(UserInfo), 'The user who asks.'),
});
export type SelfSubjectReviewStatus = Infer<typeof SelfSubjectReviewStatus>;

export const SelfSubjectReview = struct(
  'SelfSubjectReview',
  'Asks who one is to the server. Answers with the impersonated user under impersonation.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    status: field(2, omitEmpty(SelfSubjectReviewStatus), 'The answer: written by the server.'),
  },
);
export type SelfSubjectReview = Infer<typeof SelfSubjectReview>;
