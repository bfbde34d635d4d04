/** The names of dynamic resource allocation: of requests and devices, of pools, of attributes and capacities. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { DNS1123_SUBDOMAIN_MAX_LENGTH, validateDns1123Label, validateDns1123Subdomain } from '../names/dns-names.ts';
import { validateCIdentifier } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { validateCsiDriverName } from '../storage-v1/csi-driver-name.ts';

const MAX_IDENTIFIER_LENGTH = 32;

/** The name of a driver follows the rules of CSI. */
export const validateDriverName = validateCsiDriverName;

/** The name of a request, a device. */
export function validateLabelName(path: FieldPath, name: string): FieldError[] {
  return invalidFor(path, name, validateDns1123Label(name));
}

/** The name of a class; it must be given. */
export function validateClassName(path: FieldPath, name: string): FieldError[] {
  return name === '' ? [FieldError.required(path)] : invalidFor(path, name, validateDns1123Subdomain(name));
}

/** The name of a pool: subdomains joined by slashes. */
export function validatePoolName(path: FieldPath, name: string): FieldError[] {
  if (name === '') return [FieldError.required(path)];
  return [
    ...(Buffer.byteLength(name) > DNS1123_SUBDOMAIN_MAX_LENGTH
      ? [FieldError.tooLong(path, DNS1123_SUBDOMAIN_MAX_LENGTH)]
      : []),
    ...name.split('/').flatMap((part) => invalidFor(path, part, validateDns1123Subdomain(part))),
  ];
}

/** The name of an attribute or capacity: an identifier, perhaps after a domain. With more slashes anything goes. */
export function validateQualifiedName(path: FieldPath, name: string): FieldError[] {
  const [first = '', second, ...others] = name.split('/');
  if (second === undefined) return validateIdentifier(path, first);
  if (others.length > 0) return [];
  return [
    ...(first === ''
      ? [FieldError.invalid(path, '', 'the domain must not be empty')]
      : validateDriverName(path, first)),
    ...(second === ''
      ? [FieldError.invalid(path, '', 'the name must not be empty')]
      : validateIdentifier(path, second)),
  ];
}

/** The name of an attribute with its domain. */
export function validateFullyQualifiedName(path: FieldPath, name: string): FieldError[] {
  const detail = 'a fully qualified name must be a domain and a name separated by a slash';
  return [
    ...validateQualifiedName(path, name),
    ...(name.includes('/') ? [] : [FieldError.invalid(path, name, detail)]),
  ];
}

function validateIdentifier(path: FieldPath, name: string): FieldError[] {
  return [
    ...(Buffer.byteLength(name) > MAX_IDENTIFIER_LENGTH ? [FieldError.tooLong(path, MAX_IDENTIFIER_LENGTH)] : []),
    ...invalidFor(path, name, validateCIdentifier(name)),
  ];
}
