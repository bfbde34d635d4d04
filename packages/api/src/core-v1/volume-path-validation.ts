/** Rules for paths in volumes. What runs on the node checks again; these catch mistakes early. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** No step of the path may be `..`. */
export function validatePathWithoutBacksteps(path: string, field: FieldPath): FieldError[] {
  return path.split('/').includes('..') ? [FieldError.invalid(field, path, "must not contain '..'")] : [];
}

/** A relative path that stays below where it starts. */
export function validateDescendingPath(path: string, field: FieldPath): FieldError[] {
  const errors = path.startsWith('/') ? [FieldError.invalid(field, path, 'must be a relative path')] : [];
  return [...errors, ...validatePathWithoutBacksteps(path, field)];
}

/** A descending path whose first step does not start with `..` either: such names belong to the kubelet. */
export function validateUnreservedPath(path: string, field: FieldPath): FieldError[] {
  const errors = validateDescendingPath(path, field);
  if (path.startsWith('..') && !path.startsWith('../')) {
    errors.push(FieldError.invalid(field, path, "must not start with '..'"));
  }
  return errors;
}

/** The permission bits of a file. */
export function validateFileMode(mode: number | undefined, field: FieldPath): FieldError[] {
  const detail = 'must be a number between 0 and 0777 (octal), both inclusive';
  return mode !== undefined && (mode > 0o777 || mode < 0) ? [FieldError.invalid(field, mode, detail)] : [];
}
