export {
  MatchCondition,
  MatchPolicyType,
  MatchResources,
  NamedRuleWithOperations,
  OperationType,
  Rule,
  RuleWithOperations,
  ScopeType,
  ServiceReference,
  WebhookClientConfig,
} from './matching.ts';
export {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ReinvocationPolicyType,
} from './mutating-webhook-configuration.ts';
export {
  MutatingWebhookConfigurations,
  ValidatingAdmissionPolicies,
  ValidatingAdmissionPolicyBindings,
  ValidatingWebhookConfigurations,
} from './resources.ts';
export {
  ParamRef,
  ParameterNotFoundActionType,
  ValidatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicyBindingSpec,
  ValidationAction,
} from './validating-admission-policy-binding.ts';
export {
  AuditAnnotation,
  ExpressionWarning,
  FailurePolicyType,
  ParamKind,
  TypeChecking,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  ValidatingAdmissionPolicyStatus,
  Validation,
  Variable,
} from './validating-admission-policy.ts';
export {
  SideEffectClass,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from './validating-webhook-configuration.ts';
