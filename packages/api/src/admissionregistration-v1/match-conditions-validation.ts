/** The conditions that a request has to meet before a webhook or a policy looks at it. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { MatchCondition } from './matching.ts';

const MAX_CONDITIONS = 64;

/** At most 64, each with a name of its own and an expression. */
export function validateMatchConditions(path: FieldPath, conditions: readonly MatchCondition[]): FieldError[] {
  const names = conditions.map(({ name }) => name);
  return [
    ...(conditions.length > MAX_CONDITIONS
      ? [FieldError.tooMany(path, { actual: conditions.length, max: MAX_CONDITIONS })]
      : []),
    ...conditions.flatMap(({ name, expression }, position) => {
      const at = path.index(position);
      return [
        ...(expression.trim() === '' ? [FieldError.required(at.child('expression'))] : []),
        ...(name === ''
          ? [FieldError.required(at.child('name'))]
          : invalidFor(at.child('name'), name, validateQualifiedName(name))),
        ...(name !== '' && names.indexOf(name) < position ? [FieldError.duplicate(at.child('name'), name)] : []),
      ];
    }),
  ];
}
