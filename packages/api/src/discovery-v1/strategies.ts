import { dropTopology, endpointSliceWarnings, isNewGeneration } from './endpoint-slice-preparation.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './endpoint-slice-validation.ts';
import { EndpointSlices } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(EndpointSlices, {
    prepareForCreate: (slice) => dropTopology(slice),
    prepareForUpdate: dropTopology,
    changesGeneration: isNewGeneration,
    validate: (slice) => validateEndpointSlice(slice),
    validateUpdate: validateEndpointSliceUpdate,
    warnings: endpointSliceWarnings,
  }),
];
