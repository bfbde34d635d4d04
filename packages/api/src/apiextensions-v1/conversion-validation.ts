/**
 * How objects are converted between versions. The paths in messages are those of Kubernetes, which knows the fields of
 * the webhook under their names in v1beta1.
 */
import { validateClientConfig } from '../admissionregistration-v1/client-config-validation.ts';
import { holdsCertificate } from '../certificates-v1/certificate-validation.ts';
import { invalidFor, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateDns1035Label } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { CustomResourceConversion, WebhookClientConfig } from './custom-resource-definition.ts';

const REVIEW_VERSIONS: readonly string[] = ['v1', 'v1beta1'];

/** Everything wrong with a conversion. Certificates are looked at when `checksCertificates`. */
export function validateConversion(
  path: FieldPath,
  { strategy, webhook }: Readonly<CustomResourceConversion>,
  { checksCertificates }: { checksCertificates: boolean },
): FieldError[] {
  const clientConfig = webhook?.clientConfig;
  const versions = webhook?.conversionReviewVersions ?? [];
  const configPath = path.child('webhookClientConfig');
  const versionsPath = path.child('conversionReviewVersions');
  const errors = validateRequiredChoice(path.child('strategy'), strategy, ['None', 'Webhook']);
  if (strategy === 'Webhook') {
    return [
      ...(clientConfig === undefined
        ? [FieldError.required(configPath, 'required when strategy is set to Webhook')]
        : [
            ...validateClientConfig(configPath, clientConfig),
            ...(checksCertificates ? validateCaBundle(configPath.child('caBundle'), clientConfig) : []),
          ]),
      ...validateReviewVersions(versionsPath, versions),
    ];
  }
  const unwanted = 'should not be set when strategy is not set to Webhook';
  return [
    ...errors,
    ...(clientConfig === undefined ? [] : [FieldError.forbidden(configPath, unwanted)]),
    ...(versions.length === 0 ? [] : [FieldError.forbidden(versionsPath, unwanted)]),
  ];
}

/** Whether the certificates of a webhook can be read; there need not be any. */
export function hasReadableCaBundle({ caBundle = '' }: Readonly<WebhookClientConfig>): boolean {
  return caBundle === '' || holdsCertificate(caBundle);
}

function validateCaBundle(at: FieldPath, config: Readonly<WebhookClientConfig>): FieldError[] {
  const detail = 'unable to load root certificates: unable to parse bytes as PEM block';
  return hasReadableCaBundle(config) ? [] : [FieldError.invalid(at, config.caBundle, detail)];
}

function validateReviewVersions(path: FieldPath, versions: readonly string[]): FieldError[] {
  if (versions.length === 0) return [FieldError.required(path)];
  return [
    ...versions.flatMap((version, position) => {
      const at = path.index(position);
      return versions.indexOf(version) < position
        ? [FieldError.invalid(at, version, 'duplicate version')]
        : invalidFor(at, version, validateDns1035Label(version));
    }),
    ...(versions.some((version) => REVIEW_VERSIONS.includes(version))
      ? []
      : [FieldError.invalid(path, versions, `must include at least one of ${REVIEW_VERSIONS.join(', ')}`)]),
  ];
}
