export {
  FlowDistinguisherMethod,
  FlowDistinguisherMethodType,
  FlowSchema,
  FlowSchemaCondition,
  FlowSchemaSpec,
  FlowSchemaStatus,
  GroupSubject,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  PriorityLevelConfigurationReference,
  ResourcePolicyRule,
  ServiceAccountSubject,
  Subject,
  SubjectKind,
  UserSubject,
} from './flow-schema.ts';
export {
  ExemptPriorityLevelConfiguration,
  LimitResponse,
  LimitResponseType,
  LimitedPriorityLevelConfiguration,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationCondition,
  PriorityLevelConfigurationSpec,
  PriorityLevelConfigurationStatus,
  PriorityLevelEnablement,
  QueuingConfiguration,
} from './priority-level-configuration.ts';
export { FlowSchemas, PriorityLevelConfigurations } from './resources.ts';
export { everythingOf, mandatoryFlowSchemas, mandatoryPriorityLevels } from './mandatory-objects.ts';
