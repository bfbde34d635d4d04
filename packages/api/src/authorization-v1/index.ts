export {
  FieldSelectorAttributes,
  LabelSelectorAttributes,
  NonResourceAttributes,
  ResourceAttributes,
  SubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
} from './attributes.ts';
export { LocalSubjectAccessReview } from './local-subject-access-review.ts';
export {
  LocalSubjectAccessReviews,
  SelfSubjectAccessReviews,
  SelfSubjectRulesReviews,
  SubjectAccessReviews,
} from './resources.ts';
export { SelfSubjectAccessReview, SelfSubjectAccessReviewSpec } from './self-subject-access-review.ts';
export {
  NonResourceRule,
  ResourceRule,
  SelfSubjectRulesReview,
  SelfSubjectRulesReviewSpec,
  SubjectRulesReviewStatus,
} from './self-subject-rules-review.ts';
export { SubjectAccessReview } from './subject-access-review.ts';
