import { UserInfo } from './user-info.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.authentication.v1');

export const TokenReviewSpec = struct('TokenReviewSpec', 'The token to look at.', {
  token: field(1, omitEmpty(string), 'The bearer token.', { required: true }),
  audiences: field(2, omitEmpty(list(string)), 'Who would accept the token; the API server when empty.', {
    merge: 'atomic',
  }),
});
export type TokenReviewSpec = Infer<typeof TokenReviewSpec>;

export const TokenReviewStatus = struct('TokenReviewStatus', 'Whose token it is.', {
  authenticated: field(1, omitEmpty(bool), 'The token belongs to a user who is known.'),
  user: field(2, omitEmpty(UserInfo), 'The user that the token belongs to.'),
  audiences: field(4, omitEmpty(list(string)), 'Those of the audiences that the token is meant for.', {
    merge: 'atomic',
  }),
  error: field(3, omitEmpty(string), 'Why the token could not be checked.'),
});
export type TokenReviewStatus = Infer<typeof TokenReviewStatus>;

export const TokenReview = struct('TokenReview', 'Asks whose token it is.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, TokenReviewSpec, 'The token to look at.'),
  status: field(3, omitEmpty(TokenReviewStatus), 'The answer: written by the server.'),
});
export type TokenReview = Infer<typeof TokenReview>;
