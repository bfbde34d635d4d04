import { validateChangedEvent, validateNewEvent } from './event-validation.ts';
import { Events } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(Events, { createsOnUpdate: true, validate: validateNewEvent, validateUpdate: validateChangedEvent }),
];
