import type { StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave: as where they are stored. */
export const strategies: readonly StrategyEntry[] = [];
