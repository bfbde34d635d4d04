/** Names that must carry a domain, such as those of signers, controllers and CSI drivers, checked as whole fields. */
import { FieldError } from '../status/field-error.ts';
import type { FieldRef } from '../status/field-error.ts';
import { validateDns1123Label, validateDns1123Subdomain } from './dns-names.ts';
import { HTTP_PATH_FORMAT, validateHttpPath } from './identifiers.ts';
import { validateQualifiedName } from './label-syntax.ts';
import { patternMessage } from './name-messages.ts';

/** At least three labels, such as a signer's `kubernetes.io.x`. */
export function validateFullyQualifiedName(field: FieldRef, name: string): FieldError[] {
  if (name === '') {
    return [FieldError.required(field)];
  }
  const messages = validateDns1123Subdomain(name);
  if (messages.length > 0) {
    return [FieldError.invalid(field, name, messages.join(','))];
  }
  const detail = 'should be a domain with at least three segments separated by dots';
  return name.split('.').length < 3 ? [FieldError.invalid(field, name, detail)] : [];
}

/** At least two labels; a dot at the end is allowed. */
export function validateFullyQualifiedDomainName(field: FieldRef, name: string): FieldError[] {
  if (name === '') {
    return [FieldError.required(field)];
  }
  const domain = name.endsWith('.') ? name.slice(0, -1) : name;
  const messages = validateDns1123Subdomain(domain);
  if (messages.length > 0) {
    return [FieldError.invalid(field, domain, messages.join(','))];
  }
  const labels = domain.split('.');
  if (labels.length < 2) {
    return [FieldError.invalid(field, domain, 'should be a domain with at least two segments separated by dots')];
  }
  const wrong = labels.find((label) => validateDns1123Label(label).length > 0);
  return wrong === undefined ? [] : [FieldError.invalid(field, wrong, validateDns1123Label(wrong).join(','))];
}

/** `acme.io/foo`: a domain and a URL path. */
export function validateDomainPrefixedPath(field: FieldRef, value: string): FieldError[] {
  if (value === '') {
    return [FieldError.required(field)];
  }
  const slash = value.indexOf('/');
  const host = value.slice(0, Math.max(slash, 0));
  const path = value.slice(slash + 1);
  if (slash < 0 || host === '' || path === '') {
    return [FieldError.invalid(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const errors = validateDns1123Subdomain(host).map((message) => FieldError.invalid(field, host, message));
  if (validateHttpPath(path).length > 0) {
    errors.push(FieldError.invalid(field, path, patternMessage('Invalid path', HTTP_PATH_FORMAT)));
  }
  return errors;
}

/** `acme.io/foo`: a qualified name that must have its prefix. */
export function validateDomainPrefixedKey(field: FieldRef, value: string): FieldError[] {
  if (value === '') {
    return [FieldError.required(field)];
  }
  const errors = validateQualifiedName(value).map((message) => FieldError.invalid(field, value, message));
  if (errors.length === 0 && !value.includes('/')) {
    errors.push(FieldError.invalid(field, value, 'must be a domain-prefixed key (such as "acme.io/foo")'));
  }
  return errors;
}
