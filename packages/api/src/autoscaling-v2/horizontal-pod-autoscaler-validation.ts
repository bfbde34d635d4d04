/** What a HorizontalPodAutoscaler has to satisfy: limits that make sense, a target, metrics, a pace. */
import type { HorizontalPodAutoscaler, HPAScalingPolicy, HPAScalingRules } from './horizontal-pod-autoscaler.ts';
import { validateMetric } from './metric-validation.ts';
import { apiVersionProblem, validateObjectReference } from './object-reference-validation.ts';
import type { ApiVersionRule } from './object-reference-validation.ts';
import { validateChoice, validateNonNegative } from '../meta-v1/field-rules.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const MAX_PERIOD_SECONDS = 1800;
const MAX_STABILIZATION_SECONDS = 3600;
const POLICY_TYPES = ['Percent', 'Pods'];
const SELECT_POLICIES = ['Disabled', 'Max', 'Min'];

/** Everything wrong with a HorizontalPodAutoscaler; `old` is what it was before, if it is changed. */
export function validateHorizontalPodAutoscaler(
  autoscaler: Readonly<HorizontalPodAutoscaler>,
  old?: Readonly<HorizontalPodAutoscaler>,
): FieldError[] {
  const { scaleTargetRef, metrics = [], behavior } = autoscaler.spec;
  const path = FieldPath.of('spec');
  const objects = objectRule(old);
  return [
    ...validateLimits(autoscaler, path, old?.spec.minReplicas === 0 ? 0 : 1),
    ...validateObjectReference(scaleTargetRef, path.child('scaleTargetRef'), targetRule(autoscaler, old)),
    ...metrics.flatMap((metric, index) => validateMetric(metric, path.child('metrics').index(index), objects)),
    ...validateScalingToZero(autoscaler, path.child('metrics')),
    ...validateRules(behavior?.scaleUp, path.child('behavior', 'scaleUp')),
    ...validateRules(behavior?.scaleDown, path.child('behavior', 'scaleDown')),
  ];
}

/** Everything wrong with what the controller reports. */
export function validateHorizontalPodAutoscalerStatus({ status }: Readonly<HorizontalPodAutoscaler>): FieldError[] {
  const path = FieldPath.of('status');
  return [
    ...validateNonNegative(path.child('currentReplicas'), status.currentReplicas ?? 0),
    ...validateNonNegative(path.child('desiredReplicas'), status.desiredReplicas),
  ];
}

function validateLimits({ spec }: Readonly<HorizontalPodAutoscaler>, path: FieldPath, lowest: number): FieldError[] {
  const { minReplicas, maxReplicas } = spec;
  const errors: FieldError[] = [];
  const bad = (name: string, value: number, detail: string): void => {
    errors.push(FieldError.invalid(path.child(name), value, detail));
  };
  if (minReplicas !== undefined && minReplicas < lowest) {
    bad('minReplicas', minReplicas, `must be greater than or equal to ${lowest}`);
  }
  if (maxReplicas < 1) bad('maxReplicas', maxReplicas, 'must be greater than 0');
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    bad('maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`');
  }
  return errors;
}

// A target that stays the same is not looked at again: older releases took any apiVersion.
function targetRule({ spec }: HorizontalPodAutoscaler, old: HorizontalPodAutoscaler | undefined): ApiVersionRule {
  const { apiVersion = '', kind } = spec.scaleTargetRef;
  const before = old?.spec.scaleTargetRef;
  if (before !== undefined && (before.apiVersion ?? '') === apiVersion && before.kind === kind) {
    return 'anything';
  }
  return kind === 'ReplicationController' ? 'wellFormed' : 'needsGroup';
}

function objectRule(old: HorizontalPodAutoscaler | undefined): ApiVersionRule {
  const wasWrong = (old?.spec.metrics ?? []).some(
    ({ type, object }) =>
      type === 'Object' &&
      object !== undefined &&
      apiVersionProblem(object.describedObject.apiVersion ?? '', 'wellFormed') !== undefined,
  );
  return wasWrong ? 'anything' : 'wellFormed';
}

function validateScalingToZero({ spec }: Readonly<HorizontalPodAutoscaler>, path: FieldPath): FieldError[] {
  const worksAtZero = (spec.metrics ?? []).some(({ type }) => type === 'Object' || type === 'External');
  if (spec.minReplicas !== 0 || worksAtZero) {
    return [];
  }
  const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
  return [FieldError.forbidden(path, detail)];
}

function validateRules(rules: HPAScalingRules | undefined, path: FieldPath): FieldError[] {
  if (rules === undefined) {
    return [];
  }
  const { stabilizationWindowSeconds: seconds, selectPolicy, policies = [], tolerance } = rules;
  const errors: FieldError[] = [];
  const badWindow = (detail: string): FieldError =>
    FieldError.invalid(path.child('stabilizationWindowSeconds'), seconds, detail);
  if (seconds !== undefined && seconds < 0) {
    errors.push(badWindow('must be greater than or equal to zero'));
  }
  if (seconds !== undefined && seconds > MAX_STABILIZATION_SECONDS) {
    errors.push(badWindow(`must be less than or equal to ${MAX_STABILIZATION_SECONDS}`));
  }
  if (selectPolicy !== undefined) {
    errors.push(...validateChoice(path.child('selectPolicy'), selectPolicy, SELECT_POLICIES));
  }
  if (policies.length === 0) {
    errors.push(FieldError.required(path.child('policies'), 'must specify at least one Policy'));
  }
  errors.push(...policies.flatMap((policy, index) => validatePolicy(policy, path.child('policies').index(index))));
  if (tolerance !== undefined && Quantity.parse(tolerance).sign() < 0) {
    errors.push(FieldError.invalid(path.child('tolerance'), tolerance, 'must be greater than or equal to 0'));
  }
  return errors;
}

function validatePolicy({ type, value, periodSeconds }: HPAScalingPolicy, path: FieldPath): FieldError[] {
  const errors = validateChoice(path.child('type'), type, POLICY_TYPES);
  const period = path.child('periodSeconds');
  if (value <= 0) errors.push(FieldError.invalid(path.child('value'), value, 'must be greater than zero'));
  if (periodSeconds <= 0) errors.push(FieldError.invalid(period, periodSeconds, 'must be greater than zero'));
  if (periodSeconds > MAX_PERIOD_SECONDS) {
    errors.push(FieldError.invalid(period, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`));
  }
  return errors;
}
