/** Rules for choices of nodes. Pods, PersistentVolumes and devices make them. */
import type { NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from './affinity.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateLabelName } from '../meta-v1/labels-validation.ts';
import { validateLabelValue } from '../names/label-syntax.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** A choice of nodes that must be met. */
export function validateNodeSelector(selector: Readonly<NodeSelector>, path: FieldPath): FieldError[] {
  const at = path.child('nodeSelectorTerms');
  const terms = selector.nodeSelectorTerms;
  if (terms.length === 0) return [FieldError.required(at, 'must have at least one node selector term')];
  return terms.flatMap((term, index) => validateNodeSelectorTerm(term, at.index(index), { checkValues: true }));
}

/** One term; a wish may have values that no label can have: it is just not granted. */
export function validateNodeSelectorTerm(
  term: Readonly<NodeSelectorTerm>,
  path: FieldPath,
  options: { readonly checkValues: boolean },
): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((requirement, index) =>
      validateLabelRequirement(requirement, path.child('matchExpressions').index(index), options),
    ),
    ...(term.matchFields ?? []).flatMap((requirement, index) =>
      validateFieldRequirement(requirement, path.child('matchFields').index(index)),
    ),
  ];
}

export function validateNodeAffinity(affinity: Readonly<NodeAffinity>, path: FieldPath): FieldError[] {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const errors: FieldError[] = [];
  if (required !== undefined) {
    errors.push(...validateNodeSelector(required, path.child('requiredDuringSchedulingIgnoredDuringExecution')));
  }
  for (const [index, { weight, preference }] of preferred.entries()) {
    const at = path.child('preferredDuringSchedulingIgnoredDuringExecution').index(index);
    errors.push(
      ...validateWeight(weight, at.child('weight')),
      ...validateNodeSelectorTerm(preference, at.child('preference'), { checkValues: false }),
    );
  }
  return errors;
}

/** How much a wish counts. */
export function validateWeight(weight: number, field: FieldPath): FieldError[] {
  return weight <= 0 || weight > 100 ? [FieldError.invalid(field, weight, 'must be in the range 1-100')] : [];
}

function validateLabelRequirement(
  requirement: NodeSelectorRequirement,
  path: FieldPath,
  { checkValues }: { readonly checkValues: boolean },
): FieldError[] {
  const { key, values = [] } = requirement;
  return [
    ...validateOperator(requirement, path),
    ...validateLabelName(path.child('key'), key),
    ...(checkValues ? values : []).flatMap((value, index) =>
      invalidFor(path.child('values').index(index), value, validateLabelValue(value)),
    ),
  ];
}

function validateOperator({ operator, values = [] }: NodeSelectorRequirement, path: FieldPath): FieldError[] {
  const field = path.child('values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return [];
      return [FieldError.required(field, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return [];
      return [FieldError.forbidden(field, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt':
    case 'Lt':
      if (values.length === 1) return [];
      return [FieldError.required(field, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [FieldError.invalid(path.child('operator'), operator, 'not a valid selector operator')];
  }
}

function validateFieldRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  path: FieldPath,
): FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(FieldError.invalid(path.child('operator'), operator, 'not a valid selector operator'));
  } else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(FieldError.required(path.child('values'), detail));
  }
  if (key !== 'metadata.name') {
    errors.push(FieldError.invalid(path.child('key'), key, 'not a valid field selector key'));
    return errors;
  }
  const names = values.flatMap((value, index) =>
    invalidFor(path.child('values').index(index), value, nameIsDnsSubdomain(value)),
  );
  return [...errors, ...names];
}
