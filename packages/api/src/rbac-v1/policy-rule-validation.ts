import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { PolicyRule } from './policy-rule.ts';

/** A rule is about resources or about other paths, and the latter only in a ClusterRole. */
export function validatePolicyRule(
  path: FieldPath,
  { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: Readonly<PolicyRule>,
  { namespaced }: { readonly namespaced: boolean },
): FieldError[] {
  const errors: FieldError[] = [];
  if (verbs.length === 0) {
    errors.push(FieldError.required(path.child('verbs'), 'verbs must contain at least one value'));
  }
  if (nonResourceURLs.length > 0) {
    const refuse = (detail: string) => FieldError.invalid(path.child('nonResourceURLs'), nonResourceURLs, detail);
    if (namespaced) errors.push(refuse('namespaced rules cannot apply to non-resource URLs'));
    if (apiGroups.length + resources.length + resourceNames.length > 0) {
      errors.push(refuse('rules cannot apply to both regular resources and non-resource URLs'));
    }
    return errors;
  }
  if (apiGroups.length === 0) {
    errors.push(FieldError.required(path.child('apiGroups'), 'resource rules must supply at least one api group'));
  }
  if (resources.length === 0) {
    errors.push(FieldError.required(path.child('resources'), 'resource rules must supply at least one resource'));
  }
  return errors;
}
