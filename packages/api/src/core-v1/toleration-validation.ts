/** Rules for tolerations, and for the effects of taints. */
import type { Toleration } from './toleration.ts';
import { validateLabelName } from '../meta-v1/labels-validation.ts';
import { validateLabelValue } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateTolerations(tolerations: readonly Toleration[], path: FieldPath): FieldError[] {
  return tolerations.flatMap((toleration, index) => {
    const at = path.index(index);
    const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
    const errors: FieldError[] = key === '' ? [] : validateLabelName(at.child('key'), key);
    if (key === '' && operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(FieldError.invalid(at.child('operator'), operator, detail));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
      errors.push(FieldError.invalid(at.child('effect'), effect, detail));
    }
    errors.push(...validateOperator(toleration, at.child('operator')));
    return effect === '' ? errors : [...errors, ...validateTaintEffect(effect, at.child('effect'))];
  });
}

/** What a taint does; it must be given. */
export function validateTaintEffect(effect: string, field: FieldPath): FieldError[] {
  if (effect === '') return [FieldError.required(field)];
  return EFFECTS.includes(effect) ? [] : [FieldError.notSupported(field, effect, EFFECTS)];
}

// Kubernetes reports a wrong value at the operator.
function validateOperator({ operator = 'Equal', value = '' }: Toleration, field: FieldPath): FieldError[] {
  switch (operator) {
    case 'Equal': {
      const messages = validateLabelValue(value);
      return messages.length > 0 ? [FieldError.invalid(field, value, messages.join(';'))] : [];
    }
    case 'Exists':
      if (value === '') return [];
      return [FieldError.invalid(field, value, "value must be empty when `operator` is 'Exists'")];
    default:
      return [FieldError.notSupported(field, operator, ['Equal', 'Exists'])];
  }
}
