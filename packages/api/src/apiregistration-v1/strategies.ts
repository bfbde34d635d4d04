import { validateAPIService, validateAPIServiceStatus } from './api-service-validation.ts';
import { APIServices } from './resources.ts';
import { nameIsPathSegment } from '../names/object-names.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(APIServices, {
    statusKeepsMetadata: true,
    nameRule: nameIsPathSegment,
    needsResourceVersion: true,
    prepareForCreate({ metadata, spec, status }) {
      // What this server serves by itself needs nobody to find out that it can be reached.
      if (spec.service !== undefined) return;
      status.conditions = [
        {
          type: 'Available',
          status: 'True',
          ...(metadata.creationTimestamp === undefined ? {} : { lastTransitionTime: metadata.creationTimestamp }),
          reason: 'Local',
          message: 'Local APIServices are always available',
        },
      ];
    },
    validate: validateAPIService,
    validateUpdate: validateAPIService,
    validateStatusUpdate: validateAPIServiceStatus,
  }),
];
