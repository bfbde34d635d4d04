/** The record of which manager owns which fields, and the manager's name wherever a request gives it. */
import type { ManagedFieldsEntry } from './object-meta.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldRef } from '../status/field-error.ts';

export const MAX_FIELD_MANAGER_LENGTH = 128;
const MAX_SUBRESOURCE_NAME_LENGTH = 256;
const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** The shape of the entries; whether their field sets make sense is for server-side apply to say. */
export function validateManagedFields(
  path: FieldRef,
  entries: readonly ManagedFieldsEntry[] | undefined,
): FieldError[] {
  return (entries ?? []).flatMap((entry, index) => validateEntry(`${path.toString()}[${index}]`, entry));
}

function validateEntry(path: string, entry: ManagedFieldsEntry): FieldError[] {
  const errors: FieldError[] = [];
  if (entry.operation !== 'Apply' && entry.operation !== 'Update') {
    const given = entry.operation ?? '';
    errors.push(FieldError.invalid(`${path}.operation`, given, 'must be `Apply` or `Update`'));
  }
  if (entry.fieldsType !== undefined && entry.fieldsType !== '' && entry.fieldsType !== 'FieldsV1') {
    errors.push(FieldError.invalid(`${path}.fieldsType`, entry.fieldsType, 'must be `FieldsV1`'));
  }
  errors.push(...validateFieldManager(`${path}.manager`, entry.manager ?? ''));
  if (Buffer.byteLength(entry.subresource ?? '') > MAX_SUBRESOURCE_NAME_LENGTH) {
    errors.push(FieldError.tooLong(`${path}.subresource`, MAX_SUBRESOURCE_NAME_LENGTH));
  }
  return errors;
}

/** The name of a field manager, as the query parameter `fieldManager` gives it: short and printable, or empty. */
export function validateFieldManager(field: FieldRef, manager: string): FieldError[] {
  const errors: FieldError[] = [];
  if (Buffer.byteLength(manager) > MAX_FIELD_MANAGER_LENGTH) {
    errors.push(FieldError.tooLong(field, MAX_FIELD_MANAGER_LENGTH));
  }
  for (const match of manager.matchAll(UNPRINTABLE)) {
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const position = Buffer.byteLength(manager.slice(0, match.index));
    errors.push(FieldError.invalid(field, manager, `invalid character U+${code} (at position ${position})`));
  }
  return errors;
}
