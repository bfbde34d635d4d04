/** What labels and annotations may be called and hold, wherever a kind has them: its own, its pods', a selector's. */
import { invalidFor } from './field-rules.ts';
import { validateLabelValue, validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldRef } from '../status/field-error.ts';

/** All annotations of an object together, keys and values, in bytes. */
export const MAX_ANNOTATIONS_SIZE = 256 * 1024;

/** The key of a label. */
export function validateLabelName(field: FieldRef, name: string): FieldError[] {
  return invalidFor(field, name, validateQualifiedName(name));
}

/** The labels of an object, or of what a plain selector matches. Errors stand at the map, not at its entry. */
export function validateLabels(field: FieldRef, labels: Readonly<Record<string, string>> | undefined): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...validateLabelName(field, key),
    ...invalidFor(field, value, validateLabelValue(value)),
  ]);
}

/** The annotations of an object: keys as those of labels, in either case, and no more than 256 KiB in all. */
export function validateAnnotations(
  field: FieldRef,
  annotations: Readonly<Record<string, string>> | undefined,
): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    errors.push(...invalidFor(field, key, validateQualifiedName(key.toLowerCase())));
    size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > MAX_ANNOTATIONS_SIZE) {
    errors.push(FieldError.tooLong(field, MAX_ANNOTATIONS_SIZE));
  }
  return errors;
}
