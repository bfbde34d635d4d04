/** What a reference to an object of any kind has to satisfy. */
import type { TypedLocalObjectReference } from '../core-v1/object-reference.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { nameIsPathSegment } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Everything wrong with a reference by group, kind and name. */
export function validateResourceReference(
  { apiGroup, kind, name }: TypedLocalObjectReference,
  path: FieldPath,
): FieldError[] {
  return [
    ...(apiGroup === undefined ? [] : invalidFor(path.child('apiGroup'), apiGroup, validateDns1123Subdomain(apiGroup))),
    ...validateRequiredSegment(kind, path.child('kind')),
    ...validateRequiredSegment(name, path.child('name')),
  ];
}

/** A value that must be given and that can stand in a URL path. */
export function validateRequiredSegment(value: string, path: FieldPath): FieldError[] {
  return value === '' ? [FieldError.required(path)] : invalidFor(path, value, nameIsPathSegment(value));
}
