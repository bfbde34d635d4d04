import { MatchCondition, MatchPolicyType, RuleWithOperations, WebhookClientConfig } from './matching.ts';
import { FailurePolicyType } from './validating-admission-policy.ts';
import { SideEffectClass } from './validating-webhook-configuration.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.admissionregistration.v1');

export const ReinvocationPolicyType = oneOf('Never', 'IfNeeded');
export type ReinvocationPolicyType = Infer<typeof ReinvocationPolicyType>;

export const MutatingWebhook = struct('MutatingWebhook', '', {
  name: field(1, string, ''),
  clientConfig: field(2, WebhookClientConfig, ''),
  rules: field(3, omitEmpty(list(RuleWithOperations)), '', { merge: 'atomic' }),
  failurePolicy: field(4, optional(FailurePolicyType), ''),
  matchPolicy: field(9, optional(MatchPolicyType), ''),
  namespaceSelector: field(5, optional(LabelSelector), ''),
  objectSelector: field(11, optional(LabelSelector), ''),
  sideEffects: field(6, optional(SideEffectClass), ''),
  timeoutSeconds: field(7, optional(int32), ''),
  admissionReviewVersions: field(8, list(string), '', { merge: 'atomic' }),
  reinvocationPolicy: field(10, optional(ReinvocationPolicyType), ''),
  matchConditions: field(12, omitEmpty(list(MatchCondition)), '', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
});
export type MutatingWebhook = Infer<typeof MutatingWebhook>;

export const MutatingWebhookConfiguration = struct('MutatingWebhookConfiguration', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  webhooks: field(2, omitEmpty(list(MutatingWebhook)), '', { patch: 'merge', mergeKey: 'name', mapKeys: ['name'] }),
});
export type MutatingWebhookConfiguration = Infer<typeof MutatingWebhookConfiguration>;
