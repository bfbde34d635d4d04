export {
  addAmounts,
  describeAmounts,
  formatAmounts,
  growthOf,
  haveEqualAmounts,
  only,
  parseAmounts,
  withoutZeros,
  type Amounts,
} from './amounts.ts';
export { countName, type QuotaEvaluator } from './evaluator.ts';
export { evaluatorOf, isCounted, ownEvaluators } from './evaluators.ts';
export { isCharged } from './pod-evaluator.ts';
export { isInScopes } from './quota-scope.ts';
