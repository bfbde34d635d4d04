import { LocalSubjectAccessReview } from './local-subject-access-review.ts';
import { SelfSubjectAccessReview } from './self-subject-access-review.ts';
import { SelfSubjectRulesReview } from './self-subject-rules-review.ts';
import { SubjectAccessReview } from './subject-access-review.ts';
import { resource } from '../resources/resource.ts';

export const LocalSubjectAccessReviews = resource(LocalSubjectAccessReview, {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  namespaced: true,
  verbs: ['create'],
  ephemeral: true,
});

export const SelfSubjectAccessReviews = resource(SelfSubjectAccessReview, {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  namespaced: false,
  verbs: ['create'],
  ephemeral: true,
});

export const SelfSubjectRulesReviews = resource(SelfSubjectRulesReview, {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  namespaced: false,
  verbs: ['create'],
  ephemeral: true,
});

export const SubjectAccessReviews = resource(SubjectAccessReview, {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  namespaced: false,
  verbs: ['create'],
  ephemeral: true,
});
