/** What a PodDisruptionBudget has to satisfy: one limit, not both, and a selector. */
import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from './pod-disruption-budget.ts';
import { validateAtMost100Percent, validateIntOrPercent } from '../apps-v1/int-or-percent-validation.ts';
import { validateConditions } from '../meta-v1/condition-validation.ts';
import { validateChoice, validateNonNegative } from '../meta-v1/field-rules.ts';
import { hasInvalidLabelValue } from '../meta-v1/invalid-label-values.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** Everything wrong with a PodDisruptionBudget; `old` is what it was before, if it is changed. */
export function validatePodDisruptionBudget(
  { spec }: Readonly<PodDisruptionBudget>,
  old?: Readonly<PodDisruptionBudget>,
): FieldError[] {
  const path = FieldPath.of('spec');
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = spec;
  const allowInvalidValues = hasInvalidLabelValue(old?.spec.selector);
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const detail = 'minAvailable and maxUnavailable cannot be both set';
    errors.push(FieldError.invalid(path, asKubernetesShowsIt(spec), detail));
  }
  errors.push(
    ...validateLimit(minAvailable, path.child('minAvailable')),
    ...validateLimit(maxUnavailable, path.child('maxUnavailable')),
    ...validateLabelSelector(path.child('selector'), selector, { allowInvalidValues }),
  );
  if (unhealthyPodEvictionPolicy !== undefined) {
    const at = path.child('unhealthyPodEvictionPolicy');
    errors.push(...validateChoice(at, unhealthyPodEvictionPolicy, EVICTION_POLICIES));
  }
  return errors;
}

/** Everything wrong with what the controller reports. */
export function validatePodDisruptionBudgetStatus({ status }: Readonly<PodDisruptionBudget>): FieldError[] {
  const path = FieldPath.of('status');
  const counts = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const;
  return [
    ...validateConditions(path.child('conditions'), status.conditions),
    ...counts.flatMap((name) => validateNonNegative(path.child(name), status[name])),
  ];
}

function validateLimit(value: number | string | undefined, path: FieldPath): FieldError[] {
  return value === undefined ? [] : [...validateIntOrPercent(value, path), ...validateAtMost100Percent(value, path)];
}

// The message holds Kubernetes' internal form of the spec, whose names begin with a capital.
function asKubernetesShowsIt(spec: PodDisruptionBudgetSpec): object {
  return {
    MinAvailable: spec.minAvailable ?? null,
    Selector: spec.selector ?? null,
    MaxUnavailable: spec.maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: spec.unhealthyPodEvictionPolicy ?? null,
  };
}
