/** Which requests a policy, or a binding of it, looks at. */
import { validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { MatchResources } from './matching.ts';
import { validateNamedRule } from './rule-validation.ts';

/** Selectors and rules; defaults have put in whatever was not given. */
export function validateMatchResources(path: FieldPath, match: MatchResources | undefined): FieldError[] {
  if (match === undefined) return [];
  const { resourceRules = [], excludeResourceRules = [] } = match;
  return [
    ...validateRequiredChoice(path.child('matchPolicy'), match.matchPolicy, ['Equivalent', 'Exact']),
    ...validateSelector(path.child('namespaceSelector'), match.namespaceSelector),
    ...validateSelector(path.child('objectSelector'), match.objectSelector),
    ...resourceRules.flatMap((rule, at) => validateNamedRule(path.child('resourceRules').index(at), rule)),
    ...excludeResourceRules.flatMap((rule, at) =>
      validateNamedRule(path.child('excludeResourceRules').index(at), rule),
    ),
  ];
}

/** Fills in the selectors of all namespaces and objects. */
export function setMatchResourcesDefaults(match: MatchResources | undefined): void {
  if (match === undefined) return;
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
}

function validateSelector(path: FieldPath, selector: MatchResources['objectSelector']): FieldError[] {
  return selector === undefined ? [FieldError.required(path)] : validateLabelSelector(path, selector);
}
