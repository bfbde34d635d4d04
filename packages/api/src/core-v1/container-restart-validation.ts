/** Rules for when single containers are restarted. */
import type { Container, ContainerRestartRule } from './container.ts';
import { validateChoice } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

/** The restart policy of a container, and its exceptions by exit code. */
export function validateContainerRestartPolicy(
  { restartPolicy, restartPolicyRules = [] }: Pick<Container, 'restartPolicy' | 'restartPolicyRules'>,
  path: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  if (restartPolicy !== undefined) {
    errors.push(...validateChoice(path.child('restartPolicy'), restartPolicy, ['Always', 'Never', 'OnFailure']));
  } else if (restartPolicyRules.length > 0) {
    const detail = 'must specify restartPolicy when restart rules are used';
    errors.push(FieldError.required(path.child('restartPolicy'), detail));
  }
  const at = path.child('restartPolicyRules');
  if (restartPolicyRules.length > MAX_RULES) {
    errors.push(FieldError.tooMany(at, { actual: restartPolicyRules.length, max: MAX_RULES }));
  }
  return [...errors, ...restartPolicyRules.flatMap((rule, index) => validateRule(rule, at.index(index)))];
}

/** The same for an init container; sidecars may not have exceptions. */
export function validateInitContainerRestartPolicy(
  container: Pick<Container, 'restartPolicy' | 'restartPolicyRules'>,
  path: FieldPath,
): FieldError[] {
  if (container.restartPolicy !== 'Always') return validateContainerRestartPolicy(container, path);
  if ((container.restartPolicyRules ?? []).length === 0) return [];
  const detail = 'restartPolicyRules are not allowed for init containers with restart policy Always';
  return [FieldError.forbidden(path.child('restartPolicyRules'), detail)];
}

function validateRule({ action, exitCodes }: ContainerRestartRule, path: FieldPath): FieldError[] {
  const errors = validateChoice(path.child('action'), action ?? '', ['Restart']);
  if (exitCodes === undefined) return [...errors, FieldError.required(path.child('exitCodes'), 'must be specified')];
  const { operator = '', values = [] } = exitCodes;
  errors.push(...validateChoice(path.child('exitCodes', 'operator'), operator, ['In', 'NotIn']));
  if (values.length > MAX_EXIT_CODES) {
    const field = path.child('exitCodes', 'values');
    errors.push(FieldError.tooMany(field, { actual: values.length, max: MAX_EXIT_CODES }));
  }
  return errors;
}
