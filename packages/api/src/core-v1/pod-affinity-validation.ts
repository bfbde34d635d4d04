/** Rules for the company that a pod wants, and for labels that are taken from the pod itself. */
import type { Affinity, PodAffinity, PodAffinityTerm } from './affinity.ts';
import { validateNodeAffinity, validateWeight } from './node-selector-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import type { LabelSelector } from '../meta-v1/label-selector.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { validateLabelName } from '../meta-v1/labels-validation.ts';
import { nameIsDnsLabel } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

export function validateAffinity(affinity: Readonly<Affinity> | undefined, path: FieldPath): FieldError[] {
  if (affinity === undefined) return [];
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  return [
    ...(nodeAffinity ? validateNodeAffinity(nodeAffinity, path.child('nodeAffinity')) : []),
    ...(podAffinity ? validatePodAffinity(podAffinity, path.child('podAffinity')) : []),
    ...(podAntiAffinity ? validatePodAffinity(podAntiAffinity, path.child('podAntiAffinity')) : []),
  ];
}

function validatePodAffinity(affinity: PodAffinity, path: FieldPath): FieldError[] {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...required.flatMap((term, index) =>
      validateTerm(term, path.child('requiredDuringSchedulingIgnoredDuringExecution').index(index)),
    ),
    ...preferred.flatMap(({ weight, podAffinityTerm }, index) => {
      const at = path.child('preferredDuringSchedulingIgnoredDuringExecution').index(index);
      return [
        ...validateWeight(weight, at.child('weight')),
        ...validateTerm(podAffinityTerm, at.child('podAffinityTerm')),
      ];
    }),
  ];
}

function validateTerm(term: PodAffinityTerm, path: FieldPath): FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey } = term;
  return [
    ...validateLabelSelector(path.child('labelSelector'), labelSelector),
    ...validateLabelSelector(path.child('namespaceSelector'), namespaceSelector),
    ...namespaces.flatMap((name) => invalidFor(path.child('namespace'), name, nameIsDnsLabel(name))),
    ...validateMatchLabelKeys(term, path),
    ...(topologyKey === '' ? [FieldError.required(path.child('topologyKey'), 'can not be empty')] : []),
    ...validateLabelName(path.child('topologyKey'), topologyKey),
  ];
}

export interface LabelKeys {
  readonly labelSelector?: LabelSelector;
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

/** Labels that are compared with those of the pod. Those of matchLabelKeys are added to the selector on creation. */
export function validateMatchLabelKeys(keys: LabelKeys, path: FieldPath): FieldError[] {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = keys;
  const errors = [
    ...validateLabelKeys(matchLabelKeys, labelSelector, path.child('matchLabelKeys')),
    ...validateLabelKeys(mismatchLabelKeys, labelSelector, path.child('mismatchLabelKeys')),
  ];
  // The first requirement of such a key is the one that creation added; what is found besides it was there before.
  const selected = new Set(Object.keys(labelSelector?.matchLabels ?? {}));
  for (const { key } of labelSelector?.matchExpressions ?? []) {
    const position = matchLabelKeys.lastIndexOf(key);
    if (position >= 0 && selected.has(key)) {
      const detail = 'exists in both matchLabelKeys and labelSelector';
      errors.push(FieldError.invalid(path.index(position), key, detail));
    }
    selected.add(key);
  }
  for (const [index, key] of matchLabelKeys.entries()) {
    if (mismatchLabelKeys.includes(key)) {
      const detail = 'exists in both matchLabelKeys and mismatchLabelKeys';
      errors.push(FieldError.invalid(path.child('matchLabelKeys').index(index), key, detail));
    }
  }
  return errors;
}

function validateLabelKeys(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  path: FieldPath,
): FieldError[] {
  if (keys.length > 0 && selector === undefined) {
    return [FieldError.forbidden(path, 'must not be specified when labelSelector is not set')];
  }
  return keys.flatMap((key, index) => validateLabelName(path.index(index), key));
}
