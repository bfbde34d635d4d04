import { LabelSelector } from '../meta-v1/label-selector.ts';
import type { Infer } from '../schema/infer.ts';
import { bytes, int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.admissionregistration.v1');

export const ScopeType = oneOf('Cluster', 'Namespaced', '*');
export type ScopeType = Infer<typeof ScopeType>;

export const Rule = struct('Rule', 'Resources that match.', {
  apiGroups: field(1, omitEmpty(list(string)), 'API groups that match; "*" alone is every group. Required.', {
    merge: 'atomic',
  }),
  apiVersions: field(2, omitEmpty(list(string)), 'API versions that match; "*" alone is every version. Required.', {
    merge: 'atomic',
  }),
  resources: field(
    3,
    omitEmpty(list(string)),
    'Resources that match, such as pods, pods/log, pods/* or */*. Required.',
    {
      merge: 'atomic',
    },
  ),
  scope: field(4, optional(ScopeType), 'Cluster, Namespaced, or "*" for both. Defaults to "*".', { default: '*' }),
});
export type Rule = Infer<typeof Rule>;

export const OperationType = oneOf('*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT');
export type OperationType = Infer<typeof OperationType>;

export const RuleWithOperations = struct('RuleWithOperations', 'Operations on resources that match.', {
  operations: field(1, omitEmpty(list(OperationType)), 'Operations that match; "*" alone is every one. Required.', {
    merge: 'atomic',
  }),
  rule: inline(2, Rule),
});
export type RuleWithOperations = Infer<typeof RuleWithOperations>;

export const NamedRuleWithOperations = struct(
  'NamedRuleWithOperations',
  'Operations on resources, perhaps of certain names, that match.',
  {
    resourceNames: field(1, omitEmpty(list(string)), 'Names that match; all names when empty.', { merge: 'atomic' }),
    ruleWithOperations: inline(2, RuleWithOperations),
  },
  { atomic: true },
);
export type NamedRuleWithOperations = Infer<typeof NamedRuleWithOperations>;

export const MatchPolicyType = oneOf('Exact', 'Equivalent');
export type MatchPolicyType = Infer<typeof MatchPolicyType>;

export const MatchResources = struct(
  'MatchResources',
  'Requests that a policy looks at.',
  {
    namespaceSelector: field(1, optional(LabelSelector), 'Labels of the namespace. Defaults to all namespaces.'),
    objectSelector: field(2, optional(LabelSelector), 'Labels of the old or new object. Defaults to all objects.'),
    resourceRules: field(3, omitEmpty(list(NamedRuleWithOperations)), 'Requests that match: any of these.', {
      merge: 'atomic',
    }),
    excludeResourceRules: field(
      4,
      omitEmpty(list(NamedRuleWithOperations)),
      'Requests that do not match all the same.',
      {
        merge: 'atomic',
      },
    ),
    matchPolicy: field(
      7,
      optional(MatchPolicyType),
      'Whether requests through other versions of a resource match. Defaults to Equivalent: they do.',
      { default: 'Equivalent' },
    ),
  },
  { atomic: true },
);
export type MatchResources = Infer<typeof MatchResources>;

export const MatchCondition = struct('MatchCondition', 'A condition that a request has to meet to be looked at.', {
  name: field(1, string, 'Name of the condition, for messages: a qualified name.'),
  expression: field(2, string, 'CEL expression over object, oldObject, request and authorizer that gives a bool.'),
});
export type MatchCondition = Infer<typeof MatchCondition>;

export const ServiceReference = struct('ServiceReference', 'The Service behind a webhook.', {
  namespace: field(1, string, 'Namespace of the Service.'),
  name: field(2, string, 'Name of the Service.'),
  path: field(3, optional(string), 'URL path that requests go to.'),
  port: field(4, optional(int32), 'Port of the Service: 1 to 65535. Defaults to 443.', { default: 443 }),
});
export type ServiceReference = Infer<typeof ServiceReference>;

export const WebhookClientConfig = struct('WebhookClientConfig', 'How to reach a webhook: by one of url and service.', {
  url: field(3, optional(string), 'Where it is, as https://host:port/path, without user, query or fragment.'),
  service: field(1, optional(ServiceReference), 'The Service behind it.'),
  caBundle: field(2, omitEmpty(bytes), "PEM certificates that its own must follow from; the system's when empty."),
});
export type WebhookClientConfig = Infer<typeof WebhookClientConfig>;
