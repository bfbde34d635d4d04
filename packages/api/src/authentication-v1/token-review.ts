import { UserInfo } from './shared.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authentication.v1');

export const TokenReviewSpec = struct('TokenReviewSpec', '', {
  token: field(1, omitEmpty(string), '', { required: true }),
  audiences: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type TokenReviewSpec = Infer<typeof TokenReviewSpec>;

export const TokenReviewStatus = struct('TokenReviewStatus', '', {
  authenticated: field(1, omitEmpty(bool), ''),
  user: field(2, omitEmpty(UserInfo), ''),
  audiences: field(4, omitEmpty(list(string)), '', { merge: 'atomic' }),
  error: field(3, omitEmpty(string), ''),
});
export type TokenReviewStatus = Infer<typeof TokenReviewStatus>;

export const TokenReview = struct('TokenReview', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, TokenReviewSpec, ''),
  status: field(3, omitEmpty(TokenReviewStatus), ''),
});
export type TokenReview = Infer<typeof TokenReview>;
