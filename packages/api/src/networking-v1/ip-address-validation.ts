/** What an IPAddress has to satisfy: its name is an address, and its holder stays the same. */
import type { IPAddress, ParentReference } from './ip-address.ts';
import { validateRequiredSegment } from './resource-reference-validation.ts';
import { invalidFor, validateImmutableField } from '../meta-v1/field-rules.ts';
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { nameIsPathSegment } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const PARENT = FieldPath.of('spec', 'parentRef');

/** Everything wrong with a new IPAddress. */
export function validateIpAddressObject({ spec }: Readonly<IPAddress>): FieldError[] {
  return spec.parentRef === undefined ? [FieldError.required(PARENT)] : validateParent(spec.parentRef);
}

/** Everything wrong with a changed IPAddress. */
export function validateIpAddressUpdate(address: Readonly<IPAddress>, old: Readonly<IPAddress>): FieldError[] {
  return validateImmutableField(PARENT, { now: address.spec.parentRef, before: old.spec.parentRef });
}

function validateParent({ group = '', resource = '', name = '', namespace = '' }: ParentReference): FieldError[] {
  return [
    // The core group has no name, so a group cannot be required.
    ...(group === '' ? [] : invalidFor(PARENT.child('group'), group, validateDns1123Subdomain(group))),
    ...validateRequiredSegment(resource, PARENT.child('resource')),
    ...validateRequiredSegment(name, PARENT.child('name')),
    ...(namespace === '' ? [] : invalidFor(PARENT.child('namespace'), namespace, nameIsPathSegment(namespace))),
  ];
}
