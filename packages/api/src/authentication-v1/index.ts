export { SelfSubjectReviews, TokenReviews } from './resources.ts';
export { SelfSubjectReview, SelfSubjectReviewStatus } from './self-subject-review.ts';
export { UserInfo } from './user-info.ts';
export { BoundObjectReference, TokenRequest, TokenRequestSpec, TokenRequestStatus } from './token-request.ts';
export { TokenReview, TokenReviewSpec, TokenReviewStatus } from './token-review.ts';
export { validateTokenRequest } from './token-request-validation.ts';
