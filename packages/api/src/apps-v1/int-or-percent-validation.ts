/** What a number or percentage of pods has to satisfy. */
import { invalidFor, validateNonNegative } from '../meta-v1/field-rules.ts';
import { validatePercent } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** A number that is not negative, or a percentage. */
export function validateIntOrPercent(value: number | string, path: FieldPath): FieldError[] {
  return typeof value === 'string' ? invalidFor(path, value, validatePercent(value)) : validateNonNegative(path, value);
}

/** A percentage must be of a whole; numbers are not limited. */
export function validateAtMost100Percent(value: number | string, path: FieldPath): FieldError[] {
  return typeof value === 'string' && isPercentage(value) && amountOf(value) > 100
    ? [FieldError.invalid(path, value, 'must not be greater than 100%')]
    : [];
}

/** The number before the percent sign, or the number itself; 0 for text that is neither. */
export function amountOf(value: number | string): number {
  if (typeof value === 'number') {
    return value;
  }
  const text = isPercentage(value) ? value.slice(0, -1) : value;
  return /^[+-]?[0-9]+$/.test(text) ? Number(text) : 0;
}

function isPercentage(value: string): boolean {
  return validatePercent(value).length === 0;
}
