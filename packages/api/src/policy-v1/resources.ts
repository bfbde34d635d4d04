import { PodDisruptionBudget } from './pod-disruption-budget.ts';
import { resource, status } from '../resources/resource.ts';

export const PodDisruptionBudgets = resource(PodDisruptionBudget, {
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  namespaced: true,
  shortNames: ['pdb'],
  subresources: [status],
  countsGenerations: true,
});
