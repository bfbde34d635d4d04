import { SelfSubjectReview } from './self-subject-review.ts';
import { TokenReview } from './token-review.ts';
import { resource } from '../resources/resource.ts';

export const SelfSubjectReviews = resource(SelfSubjectReview, {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  namespaced: false,
  verbs: ['create'],
  ephemeral: true,
});

export const TokenReviews = resource(TokenReview, {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenReview',
  plural: 'tokenreviews',
  namespaced: false,
  verbs: ['create'],
  ephemeral: true,
});
