import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { bytes, int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.admissionregistration.v1');

export const ScopeType = oneOf('Cluster', 'Namespaced', '*');
export type ScopeType = Infer<typeof ScopeType>;

export const Rule = struct('Rule', '', {
  apiGroups: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  apiVersions: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
  resources: field(3, omitEmpty(list(string)), '', { merge: 'atomic' }),
  scope: field(4, optional(ScopeType), ''),
});
export type Rule = Infer<typeof Rule>;

export const OperationType = oneOf('*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT');
export type OperationType = Infer<typeof OperationType>;

export const RuleWithOperations = struct('RuleWithOperations', '', {
  operations: field(1, omitEmpty(list(OperationType)), '', { merge: 'atomic' }),
  rule: inline(2, Rule),
});
export type RuleWithOperations = Infer<typeof RuleWithOperations>;

export const NamedRuleWithOperations = struct(
  'NamedRuleWithOperations',
  '',
  {
    resourceNames: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
    ruleWithOperations: inline(2, RuleWithOperations),
  },
  { atomic: true },
);
export type NamedRuleWithOperations = Infer<typeof NamedRuleWithOperations>;

export const MatchPolicyType = oneOf('Exact', 'Equivalent');
export type MatchPolicyType = Infer<typeof MatchPolicyType>;

export const MatchResources = struct(
  'MatchResources',
  '',
  {
    namespaceSelector: field(1, optional(LabelSelector), ''),
    objectSelector: field(2, optional(LabelSelector), ''),
    resourceRules: field(3, omitEmpty(list(NamedRuleWithOperations)), '', { merge: 'atomic' }),
    excludeResourceRules: field(4, omitEmpty(list(NamedRuleWithOperations)), '', { merge: 'atomic' }),
    matchPolicy: field(7, optional(MatchPolicyType), ''),
  },
  { atomic: true },
);
export type MatchResources = Infer<typeof MatchResources>;

export const MatchCondition = struct('MatchCondition', '', {
  name: field(1, string, ''),
  expression: field(2, string, ''),
});
export type MatchCondition = Infer<typeof MatchCondition>;

export const ServiceReference = struct('ServiceReference', '', {
  namespace: field(1, string, ''),
  name: field(2, string, ''),
  path: field(3, optional(string), ''),
  port: field(4, optional(int32), ''),
});
export type ServiceReference = Infer<typeof ServiceReference>;

export const WebhookClientConfig = struct('WebhookClientConfig', '', {
  url: field(3, optional(string), ''),
  service: field(1, optional(ServiceReference), ''),
  caBundle: field(2, omitEmpty(bytes), ''),
});
export type WebhookClientConfig = Infer<typeof WebhookClientConfig>;
