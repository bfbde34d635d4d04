/**
 * What the webhooks of a configuration have to satisfy. Rules that came later do not apply to configurations that
 * broke them already.
 */
import { validateChoice } from '../meta-v1/field-rules.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateDns1035Label } from '../names/dns-names.ts';
import { validateFullyQualifiedName } from '../names/domain-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateClientConfig } from './client-config-validation.ts';
import { validateMatchConditions } from './match-conditions-validation.ts';
import { MatchPolicyType } from './matching.ts';
import { ReinvocationPolicyType, type MutatingWebhook } from './mutating-webhook-configuration.ts';
import { validateRule } from './rule-validation.ts';
import { FailurePolicyType } from './validating-admission-policy.ts';
import { SideEffectClass, type ValidatingWebhook } from './validating-webhook-configuration.ts';

type Webhook = Readonly<ValidatingWebhook | MutatingWebhook>;

interface Configuration {
  readonly webhooks?: readonly Webhook[];
}

const WEBHOOKS = FieldPath.of('webhooks');
/** Versions of AdmissionReview that the server speaks. */
const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const HARMLESS = ['None', 'NoneOnDryRun'];
const SIDE_EFFECTS = (SideEffectClass.values ?? []).toSorted();

/** Everything wrong with a configuration, new or (with `old`) changed. */
export function validateWebhookConfiguration({ webhooks = [] }: Configuration, old?: Configuration): FieldError[] {
  const tolerated = toleratedBy(old?.webhooks);
  const names = webhooks.map(({ name }) => name);
  const conditionsMatter = !haveSameConditions(webhooks, old?.webhooks);
  return webhooks.flatMap((webhook, position) => {
    const path = WEBHOOKS.index(position);
    const isDouble = webhook.name !== '' && names.indexOf(webhook.name) < position;
    return [
      ...validateWebhook(path, webhook, tolerated),
      ...(conditionsMatter
        ? validateMatchConditions(path.child('matchConditions'), webhook.matchConditions ?? [])
        : []),
      ...validateReviewVersions(path.child('admissionReviewVersions'), webhook.admissionReviewVersions, tolerated),
      ...(isDouble && !tolerated.doubleNames ? [FieldError.duplicate(path.child('name'), webhook.name)] : []),
    ];
  });
}

/** What is let pass because it was there before. */
interface Tolerated {
  readonly sideEffects: boolean;
  readonly reviewVersions: boolean;
  readonly doubleNames: boolean;
  readonly badSelectorValues: boolean;
}

function toleratedBy(old: readonly Webhook[] = []): Tolerated {
  const names = old.map(({ name }) => name);
  const selectors = old.flatMap(({ namespaceSelector, objectSelector }) => [namespaceSelector, objectSelector]);
  return {
    sideEffects: old.some(({ sideEffects = '' }) => !HARMLESS.includes(sideEffects)),
    reviewVersions: old.some(
      ({ admissionReviewVersions: versions }) => versions.length > 0 && !versions.some(isSpoken),
    ),
    doubleNames: new Set(names).size < names.length,
    badSelectorValues: selectors.some((selector) => validateLabelSelector(WEBHOOKS, selector).length > 0),
  };
}

function validateWebhook(path: FieldPath, webhook: Webhook, tolerated: Tolerated): FieldError[] {
  const { failurePolicy, matchPolicy, timeoutSeconds = 1 } = webhook;
  const selectorRules = { allowInvalidValues: tolerated.badSelectorValues };
  return [
    ...validateFullyQualifiedName(path.child('name'), webhook.name),
    ...(webhook.rules ?? []).flatMap((rule, position) => validateRule(path.child('rules').index(position), rule)),
    ...validateKnown(path.child('failurePolicy'), failurePolicy, FailurePolicyType.values),
    ...validateKnown(path.child('matchPolicy'), matchPolicy, MatchPolicyType.values),
    ...validateSideEffects(path.child('sideEffects'), webhook.sideEffects, tolerated),
    ...(timeoutSeconds > 30 || timeoutSeconds < 1
      ? [
          FieldError.invalid(
            path.child('timeoutSeconds'),
            timeoutSeconds,
            'the timeout value must be between 1 and 30 seconds',
          ),
        ]
      : []),
    ...validateLabelSelector(path.child('namespaceSelector'), webhook.namespaceSelector, selectorRules),
    ...validateLabelSelector(path.child('objectSelector'), webhook.objectSelector, selectorRules),
    ...('reinvocationPolicy' in webhook
      ? validateKnown(path.child('reinvocationPolicy'), webhook.reinvocationPolicy, ReinvocationPolicyType.values)
      : []),
    ...validateClientConfig(path.child('clientConfig'), webhook.clientConfig),
  ];
}

function validateKnown(path: FieldPath, value: string | undefined, known: readonly string[] = []): FieldError[] {
  return value === undefined ? [] : validateChoice(path, value, known);
}

function validateSideEffects(path: FieldPath, value: string | undefined, tolerated: Tolerated): FieldError[] {
  const allowed = tolerated.sideEffects ? SIDE_EFFECTS : HARMLESS;
  if (value === undefined) return [FieldError.required(path, `must specify one of ${allowed.join(', ')}`)];
  return validateChoice(path, value, allowed);
}

function validateReviewVersions(path: FieldPath, versions: readonly string[], tolerated: Tolerated): FieldError[] {
  const spoken = REVIEW_VERSIONS.join(', ');
  if (versions.length === 0) return [FieldError.required(path, `must specify one of ${spoken}`)];
  const errors = versions.flatMap((version, position) => {
    const at = path.index(position);
    return versions.indexOf(version) < position
      ? [FieldError.invalid(at, version, 'duplicate version')]
      : validateDns1035Label(version).map((message) => FieldError.invalid(at, version, message));
  });
  if (!tolerated.reviewVersions && !versions.some(isSpoken)) {
    errors.push(FieldError.invalid(path, versions, `must include at least one of ${spoken}`));
  }
  return errors;
}

function isSpoken(version: string): boolean {
  return REVIEW_VERSIONS.includes(version);
}

function haveSameConditions(webhooks: readonly Webhook[], old: readonly Webhook[] | undefined): boolean {
  return (
    webhooks.length === old?.length &&
    webhooks.every(({ matchConditions }, position) => semanticEqual(matchConditions, old[position]?.matchConditions))
  );
}
