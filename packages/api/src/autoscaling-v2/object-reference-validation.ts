/** What a reference from an autoscaler to an object has to satisfy, in particular its group and version. */
import type { CrossVersionObjectReference } from './metric-spec.ts';
import { validateRequiredSegment } from '../networking-v1/resource-reference-validation.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** How much the apiVersion must say: an API group, or at least be one, or nothing at all. */
export type ApiVersionRule = 'needsGroup' | 'wellFormed' | 'anything';

/** Everything wrong with a reference. */
export function validateObjectReference(
  reference: CrossVersionObjectReference,
  path: FieldPath,
  rule: ApiVersionRule,
): FieldError[] {
  const { apiVersion = '', kind, name } = reference;
  const problem = apiVersionProblem(apiVersion, rule);
  return [
    ...validateRequiredSegment(kind, path.child('kind')),
    ...validateRequiredSegment(name, path.child('name')),
    ...(problem === undefined ? [] : [FieldError.invalid(path.child('apiVersion'), apiVersion, problem)]),
  ];
}

/** What is wrong with an apiVersion, if anything is. */
export function apiVersionProblem(apiVersion: string, rule: ApiVersionRule): string | undefined {
  if (rule === 'anything') {
    return undefined;
  }
  const parts = apiVersion === '/' ? [''] : apiVersion.split('/');
  if (parts.length > 2) {
    return `unexpected GroupVersion string: ${apiVersion}`;
  }
  const hasGroup = parts.length === 2 && parts[0] !== '';
  return rule === 'needsGroup' && !hasGroup ? 'apiVersion must specify API group' : undefined;
}
