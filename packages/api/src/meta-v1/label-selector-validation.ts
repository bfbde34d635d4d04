/** What label and field selectors have to satisfy, wherever a kind has one. */
import { invalidFor } from './field-rules.ts';
import type { LabelSelector } from './label-selector.ts';
import { validateLabelName, validateLabels } from './labels-validation.ts';
import { validateLabelValue } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

export interface SelectorRules {
  /** Values need not be label values: what was stored so before must stay possible to change. @default false */
  readonly allowInvalidValues?: boolean;
  /** Operators of later releases pass. @default false */
  readonly allowUnknownOperators?: boolean;
}

/** A requirement of a label or field selector as it may have been sent: the operator can be any text. */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** A label selector: keys and values as those of labels, values exactly where the operator wants them. */
export function validateLabelSelector(
  path: FieldPath,
  selector: Readonly<LabelSelector> | undefined,
  rules: SelectorRules = {},
): FieldError[] {
  if (selector === undefined) return [];
  const expressions = path.child('matchExpressions');
  return [
    ...validateLabels(path.child('matchLabels'), selector.matchLabels),
    ...(selector.matchExpressions ?? []).flatMap((requirement, position) =>
      validateLabelSelectorRequirement(expressions.index(position), requirement, rules),
    ),
  ];
}

/** One requirement of a label selector. */
export function validateLabelSelectorRequirement(
  path: FieldPath,
  requirement: Requirement,
  { allowInvalidValues = false, allowUnknownOperators = false }: SelectorRules = {},
): FieldError[] {
  const { key, values = [] } = requirement;
  return [
    ...validateOperator(path, requirement, allowUnknownOperators),
    ...validateLabelName(path.child('key'), key),
    ...(allowInvalidValues
      ? []
      : values.flatMap((value, position) =>
          invalidFor(path.child('values').index(position), value, validateLabelValue(value)),
        )),
  ];
}

/** One requirement of a field selector, whose keys and values can be anything. */
export function validateFieldSelectorRequirement(
  path: FieldPath,
  requirement: Requirement,
  { allowUnknownOperators = false }: Pick<SelectorRules, 'allowUnknownOperators'> = {},
): FieldError[] {
  return [
    ...(requirement.key === '' ? [FieldError.required(path.child('key'), 'must be specified')] : []),
    ...validateOperator(path, requirement, allowUnknownOperators),
  ];
}

function validateOperator(
  path: FieldPath,
  { operator, values = [] }: Requirement,
  allowUnknown: boolean,
): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length === 0
        ? [FieldError.required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'")]
        : [];
    case 'Exists':
    case 'DoesNotExist':
      return values.length > 0
        ? [
            FieldError.forbidden(
              path.child('values'),
              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
            ),
          ]
        : [];
    default:
      return allowUnknown
        ? []
        : [FieldError.invalid(path.child('operator'), operator, 'not a valid selector operator')];
  }
}
