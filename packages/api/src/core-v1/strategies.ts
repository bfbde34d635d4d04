import { Services } from './resources.ts';
import { serviceStrategy } from './service-strategy.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [strategyFor(Services, serviceStrategy)];
