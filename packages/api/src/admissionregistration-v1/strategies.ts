import { validateAdmissionPolicy, validateAdmissionPolicyStatus } from './admission-policy-validation.ts';
import type { MutatingWebhook } from './mutating-webhook-configuration.ts';
import { setMatchResourcesDefaults } from './match-resources-validation.ts';
import { validatePolicyBinding } from './policy-binding-validation.ts';
import {
  MutatingWebhookConfigurations,
  ValidatingAdmissionPolicies,
  ValidatingAdmissionPolicyBindings,
  ValidatingWebhookConfigurations,
} from './resources.ts';
import type { ValidatingWebhook } from './validating-webhook-configuration.ts';
import { validateWebhookConfiguration } from './webhook-validation.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(MutatingWebhookConfigurations, {
    needsResourceVersion: true,
    defaults: ({ webhooks = [] }) => webhooks.forEach(setWebhookDefaults),
    validate: (configuration) => validateWebhookConfiguration(configuration),
    validateUpdate: validateWebhookConfiguration,
  }),
  strategyFor(ValidatingWebhookConfigurations, {
    needsResourceVersion: true,
    defaults: ({ webhooks = [] }) => webhooks.forEach(setWebhookDefaults),
    validate: (configuration) => validateWebhookConfiguration(configuration),
    validateUpdate: validateWebhookConfiguration,
  }),
  strategyFor(ValidatingAdmissionPolicies, {
    statusKeepsMetadata: true,
    needsResourceVersion: true,
    defaults: ({ spec }) => setMatchResourcesDefaults(spec.matchConstraints),
    validate: (policy) => validateAdmissionPolicy(policy),
    validateUpdate: validateAdmissionPolicy,
    validateStatusUpdate: validateAdmissionPolicyStatus,
  }),
  strategyFor(ValidatingAdmissionPolicyBindings, {
    needsResourceVersion: true,
    defaults: ({ spec }) => setMatchResourcesDefaults(spec.matchResources),
    validate: validatePolicyBinding,
    validateUpdate: validatePolicyBinding,
  }),
];

function setWebhookDefaults(webhook: MutatingWebhook | ValidatingWebhook): void {
  webhook.namespaceSelector ??= {};
  webhook.objectSelector ??= {};
}
