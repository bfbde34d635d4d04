/** What a PriorityClass has to satisfy. Its value and policy cannot be changed; names with `system-` are reserved. */
import type { PriorityClass } from './priority-class.ts';
import { validateImmutableField } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** The classes that Kubernetes brings, by name, with their values. */
export const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

const SYSTEM_PREFIX = 'system-';
const HIGHEST_USER_PRIORITY = 1_000_000_000;
const POLICIES = ['PreemptLowerPriority', 'Never'];

/** Everything wrong with a new PriorityClass. */
export function validatePriorityClass(priorityClass: Readonly<PriorityClass>): FieldError[] {
  const { metadata, value, preemptionPolicy } = priorityClass;
  const errors: FieldError[] = [];
  if ((metadata.name ?? '').startsWith(SYSTEM_PREFIX)) {
    const problem = systemClassProblem(priorityClass);
    if (problem !== undefined) {
      const detail = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${problem}`;
      errors.push(FieldError.forbidden(FieldPath.of('metadata', 'name'), detail));
    }
  } else if (value > HIGHEST_USER_PRIORITY) {
    const detail = `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`;
    errors.push(FieldError.forbidden(FieldPath.of('value'), detail));
  }
  const policyPath = FieldPath.of('preemptionPolicy');
  if (preemptionPolicy !== undefined && !POLICIES.includes(preemptionPolicy)) {
    const isEmpty = (preemptionPolicy as string) === '';
    errors.push(
      isEmpty ? FieldError.required(policyPath) : FieldError.notSupported(policyPath, preemptionPolicy, POLICIES),
    );
  }
  return errors;
}

/** Everything wrong with a changed PriorityClass. */
export function validatePriorityClassUpdate(
  priorityClass: Readonly<PriorityClass>,
  old: Readonly<PriorityClass>,
): FieldError[] {
  const { value, preemptionPolicy } = priorityClass;
  const errors =
    value === old.value ? [] : [FieldError.forbidden(FieldPath.of('value'), 'may not be changed in an update.')];
  const change = { now: preemptionPolicy, before: old.preemptionPolicy };
  return [...errors, ...validateImmutableField(FieldPath.of('preemptionPolicy'), change)];
}

function systemClassProblem({ metadata, value, globalDefault = false }: Readonly<PriorityClass>): string | undefined {
  const name = metadata.name ?? '';
  const expected = SYSTEM_PRIORITIES[name];
  if (expected === undefined) {
    return `${name} is not a known system priority class`;
  }
  if (value !== expected) {
    return `value of ${name} PriorityClass must be ${expected}`;
  }
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}
