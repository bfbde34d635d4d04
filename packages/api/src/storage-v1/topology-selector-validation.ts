/** Where volumes of a storage class may be made: terms over node labels, each a set of keys with their values. */
import type { TopologySelectorLabelRequirement, TopologySelectorTerm } from '../core-v1/affinity.ts';
import { validateLabelName } from '../meta-v1/labels-validation.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Terms without doubles: no value twice in a key, no key twice in a term, no term twice, and none empty. */
export function validateAllowedTopologies(
  path: FieldPath,
  terms: readonly TopologySelectorTerm[] | undefined,
): FieldError[] {
  // Kubernetes compares with as many empty terms as there are terms, so that an empty one counts as double.
  const seen = new Set([meaningOf({})]);
  return (terms ?? []).flatMap((term, position) => {
    const errors = validateTopologySelectorTerm(path.index(position), term);
    const meaning = meaningOf(term);
    if (seen.has(meaning)) {
      errors.push(FieldError.duplicate(path.index(position).child('matchLabelExpressions'), ''));
    }
    seen.add(meaning);
    return errors;
  });
}

function validateTopologySelectorTerm(path: FieldPath, term: TopologySelectorTerm): FieldError[] {
  const keys = new Set<string>();
  return (term.matchLabelExpressions ?? []).flatMap((requirement, position) => {
    const at = path.child('matchLabelExpressions').index(position);
    const errors = validateRequirement(at, requirement);
    if (keys.has(requirement.key)) errors.push(FieldError.duplicate(at.child('key'), requirement.key));
    keys.add(requirement.key);
    return errors;
  });
}

function validateRequirement(path: FieldPath, { key, values }: TopologySelectorLabelRequirement): FieldError[] {
  const errors = values.length === 0 ? [FieldError.required(path.child('values'))] : [];
  values.forEach((value, position) => {
    if (values.indexOf(value) < position) {
      errors.push(FieldError.duplicate(path.child('values').index(position), value));
    }
  });
  return [...errors, ...validateLabelName(path.child('key'), key)];
}

/** The same text for terms that match the same, whatever the order of their keys and values. */
function meaningOf({ matchLabelExpressions = [] }: TopologySelectorTerm): string {
  return JSON.stringify(
    matchLabelExpressions
      .map(({ key, values }) => [key, ...new Set(values.toSorted())])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}
