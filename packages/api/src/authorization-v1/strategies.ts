import {
  validateLocalSubjectAccessReview,
  validateSelfSubjectAccessReview,
  validateSubjectAccessReview,
} from './access-review-validation.ts';
import { LocalSubjectAccessReviews, SelfSubjectAccessReviews, SubjectAccessReviews } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. They are questions: answered at once, never stored. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(LocalSubjectAccessReviews, { validate: validateLocalSubjectAccessReview }),
  strategyFor(SelfSubjectAccessReviews, { validate: validateSelfSubjectAccessReview }),
  strategyFor(SubjectAccessReviews, { validate: validateSubjectAccessReview }),
];
