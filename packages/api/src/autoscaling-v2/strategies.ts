import { setHorizontalPodAutoscalerDefaults } from './defaults.ts';
import {
  validateHorizontalPodAutoscaler,
  validateHorizontalPodAutoscalerStatus,
} from './horizontal-pod-autoscaler-validation.ts';
import { HorizontalPodAutoscalers } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(HorizontalPodAutoscalers, {
    defaults: setHorizontalPodAutoscalerDefaults,
    validate: (autoscaler) => validateHorizontalPodAutoscaler(autoscaler),
    validateUpdate: validateHorizontalPodAutoscaler,
    validateStatusUpdate: validateHorizontalPodAutoscalerStatus,
  }),
];
