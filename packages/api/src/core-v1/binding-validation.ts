import type { Binding } from './binding.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const TARGET = FieldPath.of('target');

/** Everything wrong with a binding: its target must be named, and be a node. */
export function validateBinding({ target }: Pick<Binding, 'target'>): FieldError[] {
  const { kind = '', name = '' } = target;
  const errors: FieldError[] = [];
  if (kind !== '' && kind !== 'Node') {
    errors.push(FieldError.notSupported(TARGET.child('kind'), kind, ['Node', '<empty>']));
  }
  return name === '' ? [...errors, FieldError.required(TARGET.child('name'))] : errors;
}
