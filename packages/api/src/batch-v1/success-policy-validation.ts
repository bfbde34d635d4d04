/** What the ways of an indexed Job to succeed early have to satisfy. */
import { countIndexes, IndexIntervalsError, parseIndexIntervals } from './index-intervals.ts';
import type { SuccessPolicy, SuccessPolicyRule } from './job-spec.ts';
import { validateNonNegative } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MAX_RULES = 20;
const MAX_INDEXES_LENGTH = 64 * 1024;

/** Everything wrong with the success policy of a Job of that many completions. */
export function validateSuccessPolicy({ rules }: SuccessPolicy, path: FieldPath, completions: number): FieldError[] {
  const at = path.child('rules');
  const errors: FieldError[] = [];
  if (rules.length === 0) {
    const detail = 'at least one rules must be specified when the successPolicy is specified';
    errors.push(FieldError.required(at, detail));
  }
  if (rules.length > MAX_RULES) errors.push(FieldError.tooMany(at, { actual: rules.length, max: MAX_RULES }));
  return [...errors, ...rules.flatMap((rule, index) => validateRule(rule, at.index(index), completions))];
}

function validateRule(
  { succeededCount, succeededIndexes }: SuccessPolicyRule,
  path: FieldPath,
  completions: number,
): FieldError[] {
  const errors: FieldError[] = [];
  if (succeededCount === undefined && succeededIndexes === undefined) {
    const detail = 'at least one of succeededCount or succeededIndexes must be specified';
    errors.push(FieldError.required(path, detail));
  }
  let total = 0;
  if (succeededIndexes !== undefined) {
    const at = path.child('succeededIndexes');
    if (succeededIndexes.length > MAX_INDEXES_LENGTH) errors.push(FieldError.tooLong(at, MAX_INDEXES_LENGTH));
    try {
      total = countIndexes(parseIndexIntervals(succeededIndexes, completions));
    } catch (error) {
      if (!(error instanceof IndexIntervalsError)) throw error;
      errors.push(FieldError.invalid(at, succeededIndexes, `error parsing succeededIndexes: ${error.message}`));
    }
  }
  if (succeededCount !== undefined) {
    const at = path.child('succeededCount');
    const tooMany = (limit: number, what: string): FieldError =>
      FieldError.invalid(at, succeededCount, `must be less than or equal to ${limit} (the number of ${what})`);
    errors.push(...validateNonNegative(at, succeededCount));
    if (succeededCount > completions) errors.push(tooMany(completions, 'specified completions'));
    if (succeededIndexes !== undefined && succeededCount > total) {
      errors.push(tooMany(total, 'indexes in the specified succeededIndexes field'));
    }
  }
  return errors;
}
