import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** The conditions of a status: each has a type, and no two the same. */
export function validateConditionTypes(conditions: readonly { readonly type?: string }[]): FieldError[] {
  const path = FieldPath.of('status', 'conditions');
  const types = conditions.map(({ type = '' }) => type);
  return types.flatMap((type, position) => {
    const at = path.index(position).child('type');
    return [
      ...(types.indexOf(type) < position ? [FieldError.duplicate(at, type)] : []),
      ...(type === '' ? [FieldError.required(at, 'must not be empty')] : []),
    ];
  });
}
