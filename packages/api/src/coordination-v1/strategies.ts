import { dropCoordination, validateLease } from './lease-rules.ts';
import { Leases } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(Leases, {
    createsOnUpdate: true,
    needsResourceVersion: true,
    prepareForCreate: dropCoordination,
    prepareForUpdate: dropCoordination,
    validate: validateLease,
  }),
];
