import { validateFlowSchema, validateFlowSchemaStatus } from './flow-schema-validation.ts';
import { validatePriorityLevel, validatePriorityLevelStatus } from './priority-level-validation.ts';
import { FlowSchemas, PriorityLevelConfigurations } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(FlowSchemas, {
    statusKeepsMetadata: true,
    validate: validateFlowSchema,
    validateUpdate: validateFlowSchema,
    validateStatusUpdate: validateFlowSchemaStatus,
  }),
  strategyFor(PriorityLevelConfigurations, {
    statusKeepsMetadata: true,
    validate: validatePriorityLevel,
    validateUpdate: validatePriorityLevel,
    validateStatusUpdate: validatePriorityLevelStatus,
  }),
];
