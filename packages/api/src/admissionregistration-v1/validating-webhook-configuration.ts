import { MatchCondition, MatchPolicyType, RuleWithOperations, WebhookClientConfig } from './matching.ts';
import { FailurePolicyType } from './validating-admission-policy.ts';
import { LabelSelector } from '../meta-v1/label-selector.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { int32, string } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.admissionregistration.v1');

export const SideEffectClass = oneOf('Unknown', 'None', 'Some', 'NoneOnDryRun');
export type SideEffectClass = Infer<typeof SideEffectClass>;

export const ValidatingWebhook = struct('ValidatingWebhook', 'A webhook that may refuse requests.', {
  name: field(1, string, 'Name of the webhook, with a domain: imagepolicy.example.com.'),
  clientConfig: field(2, WebhookClientConfig, 'How to reach it.'),
  rules: field(3, omitEmpty(list(RuleWithOperations)), 'Requests it is asked about: any of these.', {
    merge: 'atomic',
  }),
  failurePolicy: field(
    4,
    optional(FailurePolicyType),
    'What becomes of a request when the webhook fails. Defaults to Fail: it is refused.',
    { default: 'Fail' },
  ),
  matchPolicy: field(
    9,
    optional(MatchPolicyType),
    'Whether requests through other versions of a resource match. Defaults to Equivalent: they do.',
    { default: 'Equivalent' },
  ),
  namespaceSelector: field(5, optional(LabelSelector), 'Labels of the namespace. Defaults to all namespaces.'),
  objectSelector: field(10, optional(LabelSelector), 'Labels of the old or new object. Defaults to all objects.'),
  sideEffects: field(
    6,
    optional(SideEffectClass),
    'Whether it changes anything itself: None or NoneOnDryRun. Required.',
  ),
  timeoutSeconds: field(7, optional(int32), 'Seconds it may take: 1 to 30. Defaults to 10.', { default: 10 }),
  admissionReviewVersions: field(8, list(string), 'Versions of AdmissionReview it understands, best first.', {
    merge: 'atomic',
  }),
  matchConditions: field(11, omitEmpty(list(MatchCondition)), 'Conditions that must all be met; at most 64.', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
});
export type ValidatingWebhook = Infer<typeof ValidatingWebhook>;

export const ValidatingWebhookConfiguration = struct(
  'ValidatingWebhookConfiguration',
  'Webhooks that may refuse requests but not change them.',
  {
    ...typeMeta,
    metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
    webhooks: field(2, omitEmpty(list(ValidatingWebhook)), 'The webhooks; all of them are asked.', {
      patch: 'merge',
      mergeKey: 'name',
      mapKeys: ['name'],
    }),
  },
);
export type ValidatingWebhookConfiguration = Infer<typeof ValidatingWebhookConfiguration>;
