import { validatePodDisruptionBudget, validatePodDisruptionBudgetStatus } from './pod-disruption-budget-validation.ts';
import { PodDisruptionBudgets } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(PodDisruptionBudgets, {
    needsResourceVersion: true,
    validate: (budget) => validatePodDisruptionBudget(budget),
    validateUpdate: validatePodDisruptionBudget,
    validateStatusUpdate: validatePodDisruptionBudgetStatus,
  }),
];
