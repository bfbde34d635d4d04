import { RuntimeClasses } from './resources.ts';
import { runtimeClassWarnings, validateRuntimeClass, validateRuntimeClassUpdate } from './runtime-class-validation.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(RuntimeClasses, {
    createsOnUpdate: true,
    needsResourceVersion: true,
    validate: validateRuntimeClass,
    validateUpdate: validateRuntimeClassUpdate,
    warnings: runtimeClassWarnings,
  }),
];
