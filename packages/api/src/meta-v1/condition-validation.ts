/** What standard conditions have to satisfy when a status is written. */
import type { Condition } from './condition.ts';
import { validateChoice } from './field-rules.ts';
import { validateLabelName } from './labels-validation.ts';
import { patternMessage } from '../names/name-messages.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MAX_REASON_LENGTH = 1024;
const MAX_MESSAGE_LENGTH = 32 * 1024;
const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';
const REASON_PATTERN = new RegExp(`^${REASON}$`);
const REASON_MESSAGE =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'";

/** A list of conditions: each in order, and no type twice. */
export function validateConditions(path: FieldPath, conditions: readonly Condition[] | undefined): FieldError[] {
  const types = (conditions ?? []).map(({ type }) => type);
  return (conditions ?? []).flatMap((condition, position) => [
    ...(types.indexOf(condition.type) < position
      ? [FieldError.duplicate(path.index(position).child('type'), condition.type)]
      : []),
    ...validateCondition(path.index(position), condition),
  ]);
}

function validateCondition(path: FieldPath, condition: Condition): FieldError[] {
  const { observedGeneration = 0, lastTransitionTime, reason, message } = condition;
  return [
    ...validateLabelName(path.child('type'), condition.type),
    ...validateChoice(path.child('status'), condition.status, ['False', 'True', 'Unknown']),
    ...(observedGeneration < 0
      ? [
          FieldError.invalid(
            path.child('observedGeneration'),
            observedGeneration,
            'must be greater than or equal to zero',
          ),
        ]
      : []),
    ...(lastTransitionTime === null ? [FieldError.required(path.child('lastTransitionTime'))] : []),
    ...validateReason(path.child('reason'), reason),
    ...(Buffer.byteLength(message) > MAX_MESSAGE_LENGTH
      ? [FieldError.tooLong(path.child('message'), MAX_MESSAGE_LENGTH)]
      : []),
  ];
}

function validateReason(path: FieldPath, reason: string): FieldError[] {
  if (reason === '') return [FieldError.required(path)];
  const examples = ['my_name', 'MY_NAME', 'MyName', 'ReasonA,ReasonB', 'ReasonA:ReasonB'];
  return [
    ...(REASON_PATTERN.test(reason)
      ? []
      : [FieldError.invalid(path, reason, patternMessage(REASON_MESSAGE, REASON, ...examples))]),
    ...(Buffer.byteLength(reason) > MAX_REASON_LENGTH ? [FieldError.tooLong(path, MAX_REASON_LENGTH)] : []),
  ];
}
