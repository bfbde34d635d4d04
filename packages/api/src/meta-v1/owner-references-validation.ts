/** The owners that an object names, by which garbage collection finds it. */
import type { OwnerReference } from './object-meta.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldRef } from '../status/field-error.ts';

/** Every owner must be named in full, and only one can be the controller. Errors stand at the list. */
export function validateOwnerReferences(path: FieldRef, owners: readonly OwnerReference[] | undefined): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const owner of owners ?? []) {
    errors.push(...validateOwnerReference(path, owner));
    if (owner.controller !== true) {
      continue;
    }
    const name = `${owner.kind}/${owner.name}`;
    if (controller === undefined) {
      controller = name;
    } else {
      const found = `Found "true" in references for ${controller} and ${name}`;
      errors.push(FieldError.invalid(path, owners, `Only one reference can have Controller set to true. ${found}`));
    }
  }
  return errors;
}

function validateOwnerReference(path: FieldRef, owner: OwnerReference): FieldError[] {
  const errors: FieldError[] = [];
  const { group, version } = splitApiVersion(owner.apiVersion);
  if (version === '') {
    errors.push(FieldError.invalid(`${path.toString()}.apiVersion`, owner.apiVersion, 'version must not be empty'));
  }
  for (const name of ['kind', 'name', 'uid'] as const) {
    if (owner[name] === '') {
      errors.push(FieldError.invalid(`${path.toString()}.${name}`, '', 'must not be empty'));
    }
  }
  // Events come by the thousand and expire: whatever they owned would vanish with them.
  if (group === '' && version === 'v1' && owner.kind === 'Event') {
    errors.push(FieldError.invalid(path, owner, '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}

function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const parts = apiVersion.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2) {
    return { group: '', version: '' };
  }
  return second === undefined ? { group: '', version: first } : { group: first, version: second };
}
