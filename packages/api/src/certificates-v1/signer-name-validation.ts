import { quote } from '../encoding/quote.ts';
import {
  DNS1123_LABEL_MAX_LENGTH,
  DNS1123_SUBDOMAIN_MAX_LENGTH,
  validateDns1123Label,
  validateDns1123Subdomain,
} from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Room for `<domain>/<namespace>.<name>`. */
const MAX_LENGTH = DNS1123_SUBDOMAIN_MAX_LENGTH * 2 + DNS1123_LABEL_MAX_LENGTH + 2;

/** The name of a signer: `example.com/signer-name`. */
export function validateSignerName(path: FieldPath, name: string): FieldError[] {
  if (name === '') return [FieldError.required(path)];
  const [domain = '', signer = '', ...more] = name.split('/');
  if (!name.includes('/') || more.length > 0) {
    const detail = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    return [FieldError.invalid(path, name, detail)];
  }
  return [
    ...(domain.length > DNS1123_SUBDOMAIN_MAX_LENGTH ? [FieldError.tooLong(path, DNS1123_SUBDOMAIN_MAX_LENGTH)] : []),
    ...firstBadLabel(path, domain, validateDns1123Label),
    ...(domain.includes('.')
      ? []
      : [FieldError.invalid(path, domain, 'should be a domain with at least two segments separated by dots')]),
    ...firstBadLabel(path, signer, validateDns1123Subdomain),
    ...(name.length > MAX_LENGTH ? [FieldError.tooLong(path, MAX_LENGTH)] : []),
  ];
}

function firstBadLabel(path: FieldPath, segment: string, rule: (label: string) => string[]): FieldError[] {
  const bad = segment.split('.').find((label) => rule(label).length > 0);
  if (bad === undefined) return [];
  return rule(bad).map((message) => FieldError.invalid(path, segment, `validating label ${quote(bad)}: ${message}`));
}
