/** What a ValidatingAdmissionPolicyBinding has to satisfy. */
import { invalidFor } from '../meta-v1/field-rules.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateMatchResources } from './match-resources-validation.ts';
import { validateParamRef } from './param-validation.ts';
import type { ValidatingAdmissionPolicyBinding } from './validating-admission-policy-binding.ts';

const SPEC = FieldPath.of('spec');
const ACTIONS = ['Audit', 'Deny', 'Warn'];

/** Everything wrong with a binding, new or changed. */
export function validatePolicyBinding({ spec }: Readonly<ValidatingAdmissionPolicyBinding>): FieldError[] {
  const { policyName = '', validationActions = [] } = spec;
  return [
    ...(policyName === ''
      ? [FieldError.required(SPEC.child('policyName'))]
      : invalidFor(SPEC.child('policyName'), policyName, nameIsDnsSubdomain(policyName))),
    ...validateParamRef(SPEC.child('paramRef'), spec.paramRef),
    // Kubernetes spells the field so.
    ...validateMatchResources(SPEC.child('matchResouces'), spec.matchResources),
    ...validateActions(SPEC.child('validationActions'), validationActions),
  ];
}

function validateActions(path: FieldPath, actions: readonly string[]): FieldError[] {
  if (actions.length === 0) return [FieldError.required(path, 'at least one validation action is required')];
  const errors = actions.flatMap((action, position) => [
    ...(ACTIONS.includes(action) ? [] : [FieldError.notSupported(path.index(position), action, ACTIONS)]),
    ...(actions.indexOf(action) < position ? [FieldError.duplicate(path.index(position), action)] : []),
  ]);
  if (actions.includes('Deny') && actions.includes('Warn')) {
    const detail =
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
    errors.push(FieldError.invalid(path, actions, detail));
  }
  return errors;
}
