/** The check that most volume sources consist of: texts that have to be given. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** One error for each of the named fields that is missing or empty, in the order of the names. */
export function validateRequiredFields<T extends object>(
  value: Readonly<T>,
  names: readonly (keyof T & string)[],
  path: FieldPath,
): FieldError[] {
  return names.filter((name) => isMissing(value[name])).map((name) => FieldError.required(path.child(name)));
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
