/** The rules in CEL on the values of a schema, apart from their expressions. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { ValidationRule } from './json-schema-props.ts';
import { findField } from './schema-field-path.ts';
import { unsupportedField } from './structural-schema.ts';
import type { Props } from './sub-schemas.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** Everything wrong with the rules of one schema. */
export function validateRules(path: FieldPath, schema: Props): FieldError[] {
  return (schema['x-kubernetes-validations'] ?? []).flatMap((rule, position) => {
    const at = path.child('x-kubernetes-validations').index(position);
    const { messageExpression = '', reason } = rule;
    return [
      ...validateMessage(at, rule),
      ...(messageExpression !== '' && messageExpression.trim() === ''
        ? [FieldError.required(at.child('messageExpression'), 'messageExpression must be non-empty if specified')]
        : []),
      ...(reason !== undefined && !REASONS.includes(reason)
        ? [FieldError.notSupported(at.child('reason'), reason, REASONS)]
        : []),
      ...validateFieldPath(at.child('fieldPath'), rule, schema),
    ];
  });
}

function validateMessage(at: FieldPath, { rule, message = '' }: Readonly<ValidationRule>): FieldError[] {
  const isBlank = message.trim() === '';
  if (rule.trim() === '') return [FieldError.required(at.child('rule'), 'rule is not specified')];
  if (message !== '' && isBlank) {
    return [FieldError.invalid(at.child('message'), message, 'must be non-empty if specified')];
  }
  if (hasLineBreaks(message.trim())) {
    return [FieldError.invalid(at.child('message'), message, 'must not contain line breaks')];
  }
  return hasLineBreaks(rule.trim()) && isBlank
    ? [FieldError.required(at.child('message'), 'message must be specified if rule contains line breaks')]
    : [];
}

function validateFieldPath(at: FieldPath, { fieldPath = '' }: Readonly<ValidationRule>, schema: Props): FieldError[] {
  if (fieldPath === '') return [];
  const problems = [
    ...(fieldPath.trim() === '' ? ['must be non-empty if specified'] : []),
    ...(hasLineBreaks(fieldPath) ? ['must not contain line breaks'] : []),
    ...(isPathInto(schema, fieldPath) ? [] : ['must be a valid path']),
  ];
  return problems.map((problem) => FieldError.invalid(at, fieldPath, problem));
}

function isPathInto(schema: Props, fieldPath: string): boolean {
  // What cannot be looked into is refused for that, not for paths into it.
  return (
    unsupportedField(schema) !== undefined || typeof findField(fieldPath, schema, { subscripts: true }) === 'object'
  );
}

function hasLineBreaks(text: string): boolean {
  return /[\n\r]/.test(text);
}
