/** Rules for how pods spread over places. */
import { validateMatchLabelKeys } from './pod-affinity-validation.ts';
import type { TopologySpreadConstraint } from './toleration.ts';
import { NOT_POSITIVE_MESSAGE, validateChoice, validatePositive } from '../meta-v1/field-rules.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

export function validateTopologySpread(
  constraints: readonly TopologySpreadConstraint[],
  path: FieldPath,
): FieldError[] {
  return constraints.flatMap((constraint, index) => {
    const at = path.index(index);
    const { topologyKey, whenUnsatisfiable } = constraint;
    const isRepeated = constraints
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    return [
      ...validatePositive(at.child('maxSkew'), constraint.maxSkew),
      ...(topologyKey === '' ? [FieldError.required(at.child('topologyKey'), 'can not be empty')] : []),
      ...validateChoice(at.child('whenUnsatisfiable'), whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway']),
      ...(isRepeated
        ? [FieldError.duplicate(at.child('{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${whenUnsatisfiable}}`)]
        : []),
      ...validateMinDomains(constraint, at.child('minDomains')),
      ...validatePolicy(constraint.nodeAffinityPolicy, at.child('nodeAffinityPolicy')),
      ...validatePolicy(constraint.nodeTaintsPolicy, at.child('nodeTaintsPolicy')),
      ...validateMatchLabelKeys(constraint, at),
      ...validateLabelSelector(at.child('labelSelector'), constraint.labelSelector),
    ];
  });
}

function validateMinDomains(
  { minDomains, whenUnsatisfiable }: TopologySpreadConstraint,
  field: FieldPath,
): FieldError[] {
  if (minDomains === undefined) return [];
  const errors = minDomains <= 0 ? [FieldError.invalid(field, minDomains, NOT_POSITIVE_MESSAGE)] : [];
  if (whenUnsatisfiable !== 'DoNotSchedule') {
    const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
    errors.push(FieldError.invalid(field, minDomains, detail));
  }
  return errors;
}

function validatePolicy(policy: string | undefined, field: FieldPath): FieldError[] {
  return policy === undefined ? [] : validateChoice(field, policy, ['Ignore', 'Honor']);
}
