export { Eviction } from './eviction.ts';
export {
  PodDisruptionBudget,
  PodDisruptionBudgetSpec,
  PodDisruptionBudgetStatus,
  UnhealthyPodEvictionPolicyType,
} from './pod-disruption-budget.ts';
export { PodDisruptionBudgets } from './resources.ts';
