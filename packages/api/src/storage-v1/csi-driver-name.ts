import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123SubdomainCaseless } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldRef } from '../status/field-error.ts';

const MAX_LENGTH = 63;

/** The name of a CSI driver, and of a DRA driver: a DNS subdomain in either case, at most 63 bytes. */
export function validateCsiDriverName(field: FieldRef, name: string): FieldError[] {
  if (name === '') return [FieldError.required(field)];
  return [
    ...(Buffer.byteLength(name) > MAX_LENGTH ? [FieldError.tooLong(field, MAX_LENGTH)] : []),
    ...invalidFor(field, name, validateDns1123SubdomainCaseless(name)),
  ];
}
