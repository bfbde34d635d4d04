/** Rules that the fields of many kinds share, in the words that Kubernetes has for them. */
import { semanticEqual } from './semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldRef } from '../status/field-error.ts';

export const IMMUTABLE_MESSAGE = 'field is immutable';
export const NEGATIVE_MESSAGE = 'must be greater than or equal to 0';
export const NOT_POSITIVE_MESSAGE = 'must be greater than zero';

/** A field that keeps the value it was created with. */
export function validateImmutableField(field: FieldRef, value: { now: unknown; before: unknown }): FieldError[] {
  return semanticEqual(value.now, value.before) ? [] : [FieldError.invalid(field, value.now, IMMUTABLE_MESSAGE)];
}

/** A number that may be zero but not less. */
export function validateNonNegative(field: FieldRef, value: number): FieldError[] {
  return value < 0 ? [FieldError.invalid(field, value, NEGATIVE_MESSAGE)] : [];
}

/** A number that has to be more than zero. */
export function validatePositive(field: FieldRef, value: number): FieldError[] {
  return value <= 0 ? [FieldError.invalid(field, value, NOT_POSITIVE_MESSAGE)] : [];
}

/** Turns the messages of a name or address check into errors of that field. */
export function invalidFor(field: FieldRef, value: unknown, messages: readonly string[]): FieldError[] {
  return messages.map((message) => FieldError.invalid(field, value, message));
}

/** A field that must be given, with one of the values listed, which errors name in alphabetical order. */
export function validateRequiredChoice(
  field: FieldRef,
  value: string | undefined,
  supported: readonly string[],
): FieldError[] {
  if (value === undefined || value === '') {
    return [FieldError.required(field)];
  }
  return validateChoice(field, value, supported);
}

/** A field with one of the values listed, which errors name in alphabetical order. */
export function validateChoice(field: FieldRef, value: string, supported: readonly string[]): FieldError[] {
  return supported.includes(value) ? [] : [FieldError.notSupported(field, value, supported.toSorted())];
}
