/** What a ControllerRevision has to satisfy: a state, which does not change. */
import type { ControllerRevision } from './controller-revision.ts';
import { validateImmutableField, validateNonNegative } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const DATA = FieldPath.of('data');

/** Everything wrong with a new ControllerRevision. */
export function validateControllerRevision({ data, revision }: Readonly<ControllerRevision>): FieldError[] {
  const errors = data === undefined || data === null ? [FieldError.required(DATA, 'data is mandatory')] : [];
  return [...errors, ...validateNonNegative(FieldPath.of('revision'), revision)];
}

/** Everything wrong with a changed ControllerRevision. */
export function validateControllerRevisionUpdate(
  revision: Readonly<ControllerRevision>,
  old: Readonly<ControllerRevision>,
): FieldError[] {
  const change = { now: revision.data, before: old.data };
  return [...validateControllerRevision(revision), ...validateImmutableField(DATA, change)];
}
