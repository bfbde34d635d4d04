import { validatePriorityClass, validatePriorityClassUpdate } from './priority-class-validation.ts';
import { PriorityClasses } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(PriorityClasses, {
    // What can be changed, the description and the default, does not count.
    changesGeneration: () => false,
    validate: validatePriorityClass,
    validateUpdate: validatePriorityClassUpdate,
  }),
];
