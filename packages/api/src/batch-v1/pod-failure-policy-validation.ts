/** What the rules for failed pods of a Job have to satisfy. */
import type { JobSpec } from './job-spec.ts';
import type {
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from './pod-failure-policy.ts';
import { quote } from '../encoding/quote.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError, OMITTED } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_CONDITIONS = 20;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];

/** Everything wrong with the failure policy of a Job that has one. */
export function validatePodFailurePolicy(spec: JobSpec, path: FieldPath): FieldError[] {
  const rules = spec.podFailurePolicy?.rules ?? [];
  const at = path.child('rules');
  return [
    ...(rules.length > MAX_RULES ? [FieldError.tooMany(at, { actual: rules.length, max: MAX_RULES })] : []),
    ...rules.flatMap((rule, index) => validateRule(rule, at.index(index), spec)),
  ];
}

function validateRule(rule: PodFailurePolicyRule, path: FieldPath, spec: JobSpec): FieldError[] {
  const { action, onExitCodes, onPodConditions = [] } = rule;
  const errors: FieldError[] = [];
  if (action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined) {
      errors.push(FieldError.invalid(path.child('action'), action, 'requires the backoffLimitPerIndex to be set'));
    }
  } else {
    errors.push(...validateListed(action, ACTIONS, path.child('action')));
  }
  if (onExitCodes !== undefined) errors.push(...validateExitCodes(onExitCodes, path.child('onExitCodes'), spec));
  errors.push(...validateConditions(onPodConditions, path.child('onPodConditions')));
  const needed = [onExitCodes !== undefined, onPodConditions.length > 0].filter(Boolean).length;
  if (needed === 2) {
    const detail = 'specifying both OnExitCodes and OnPodConditions is not supported';
    errors.push(FieldError.invalid(path, OMITTED, detail));
  }
  if (needed === 0) {
    errors.push(FieldError.invalid(path, OMITTED, 'specifying one of OnExitCodes and OnPodConditions is required'));
  }
  return errors;
}

function validateExitCodes(
  { operator, containerName, values }: PodFailurePolicyOnExitCodesRequirement,
  path: FieldPath,
  { template }: JobSpec,
): FieldError[] {
  const errors = validateListed(operator, OPERATORS, path.child('operator'));
  const containers = [...template.spec.containers, ...(template.spec.initContainers ?? [])];
  if (containerName !== undefined && !containers.some(({ name }) => name === containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    errors.push(FieldError.invalid(path.child('containerName'), containerName, detail));
  }
  const at = path.child('values');
  if (values.length === 0) {
    errors.push(FieldError.invalid(at, values, 'at least one value is required'));
  } else if (values.length > MAX_EXIT_CODES) {
    errors.push(FieldError.tooMany(at, { actual: values.length, max: MAX_EXIT_CODES }));
  }
  for (const [index, value] of values.entries()) {
    if (operator === 'In' && value === 0) {
      errors.push(FieldError.invalid(at.index(index), value, 'must not be 0 for the In operator'));
    }
    if (values.indexOf(value) < index) errors.push(FieldError.duplicate(at.index(index), value));
  }
  if (values.some((value, index) => index > 0 && (values[index - 1] ?? value) > value)) {
    errors.push(FieldError.invalid(at, values, 'must be ordered'));
  }
  return errors;
}

function validateConditions(
  patterns: readonly PodFailurePolicyOnPodConditionsPattern[],
  path: FieldPath,
): FieldError[] {
  return [
    ...(patterns.length > MAX_CONDITIONS
      ? [FieldError.tooMany(path, { actual: patterns.length, max: MAX_CONDITIONS })]
      : []),
    ...patterns.flatMap(({ type, status }, index) => [
      ...invalidFor(path.index(index).child('type'), type, validateQualifiedName(type)),
      ...validateListed(status, STATUSES, path.index(index).child('status')),
    ]),
  ];
}

function validateListed(value: string, listed: readonly string[], path: FieldPath): FieldError[] {
  if (value === '') {
    return [FieldError.required(path, `valid values: [${listed.map(quote).join(' ')}]`)];
  }
  return listed.includes(value) ? [] : [FieldError.notSupported(path, value, listed)];
}
