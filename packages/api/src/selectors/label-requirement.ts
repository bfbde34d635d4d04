/** One condition on labels, such as `app in (a,b)`: how it is checked, matched and written. */
import { validateLabelValue, validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError, formatFieldErrors } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { SelectorError } from './selector-error.ts';

const BINARY_OPERATORS = ['in', 'notin', '=', '==', '!=', 'gt', 'lt'] as const;
const UNARY_OPERATORS = ['exists', '!'] as const;

/** The operators that stand between a key and values, as messages list them. */
export const BINARY_OPERATOR_LIST = BINARY_OPERATORS.join(', ');

export type LabelOperator = (typeof BINARY_OPERATORS)[number] | (typeof UNARY_OPERATORS)[number];

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** Labels as objects carry them. */
export type Labels = Readonly<Record<string, string>>;

/**
 * The requirement, if it is one that can be met.
 * @throws SelectorError with everything that is wrong with it
 */
export function checkRequirement(requirement: LabelRequirement): LabelRequirement {
  const { key, values } = requirement;
  const path = FieldPath.of('values');
  const errors = [
    ...invalid('key', key, validateQualifiedName(key)),
    ...checkValues(requirement, path),
    ...values.flatMap((value, index) => invalid(path.index(index).key(key), value, validateLabelValue(value))),
  ];
  if (errors.length > 0) {
    throw new SelectorError(formatFieldErrors(errors));
  }
  return requirement;
}

function invalid(field: FieldPath | string, value: string, messages: readonly string[]): FieldError[] {
  return messages.length === 0 ? [] : [FieldError.invalid(field, value, messages.join('; '))];
}

function checkValues({ operator, values }: LabelRequirement, path: FieldPath): FieldError[] {
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length > 0
        ? []
        : [FieldError.invalid(path, null, "for 'in', 'notin' operators, values set can't be empty")];
    case '=':
    case '==':
    case '!=':
      return values.length === 1
        ? []
        : [FieldError.invalid(path, values, 'exact-match compatibility requires one single value')];
    case 'exists':
    case '!':
      return values.length === 0
        ? []
        : [FieldError.invalid(path, values, 'values set must be empty for exists and does not exist')];
    case 'gt':
    case 'lt': {
      const one = "for 'Gt', 'Lt' operators, exactly one value is required";
      return [
        ...(values.length === 1 ? [] : [FieldError.invalid(path, values, one)]),
        ...values.flatMap((value, index) =>
          parseInteger(value) === undefined
            ? [FieldError.invalid(path.index(index), value, "for 'Gt', 'Lt' operators, the value must be an integer")]
            : [],
        ),
      ];
    }
  }
}

/** Whether labels meet the requirement. What excludes values also admits labels that lack the key. */
export function meetsRequirement(labels: Labels, { key, operator, values }: LabelRequirement): boolean {
  // Keys come from users: `constructor` is a label only where somebody set it.
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const number = value === undefined ? undefined : parseInteger(value);
      const limit = parseInteger(values[0] ?? '');
      if (number === undefined || limit === undefined) {
        return false;
      }
      return operator === 'gt' ? number > limit : number < limit;
    }
  }
}

/** The requirement as selectors are written; several values come in order. */
export function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const list = values.toSorted().join(',');
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${list})`;
    case 'gt':
      return `${key}>${list}`;
    case 'lt':
      return `${key}<${list}`;
    case '=':
    case '==':
    case '!=':
      return `${key}${operator}${list}`;
  }
}

// A number of 64 bits, as Go's strconv.ParseInt takes it.
function parseInteger(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) {
    return undefined;
  }
  const value = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
