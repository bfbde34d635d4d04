/** What is worth a warning where a pod chooses nodes by their labels. */
import type { NodeSelectorTerm } from './affinity.ts';
import { deprecatedNodeLabel } from './deprecated-node-labels.ts';
import type { PodSpec } from './pod.ts';
import { validateLabelValue } from '../names/label-syntax.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Warnings for labels that were replaced by others, and for values that no label has. */
export function nodeSelectorWarnings({ nodeSelector = {}, affinity }: Readonly<PodSpec>, path: FieldPath): string[] {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution: preferred = [],
  } = affinity?.nodeAffinity ?? {};
  const at = path.child('affinity', 'nodeAffinity');
  const requiredPath = at.child('requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  const preferredPath = at.child('preferredDuringSchedulingIgnoredDuringExecution');
  return [
    ...Object.keys(nodeSelector).flatMap((key) => {
      const message = deprecatedNodeLabel(key);
      return message === undefined ? [] : [`${path.child('nodeSelector').key(key).toString()}: ${message}`];
    }),
    ...(required?.nodeSelectorTerms ?? []).flatMap((term, index) => termWarnings(term, requiredPath.index(index))),
    // Values of requirements, unlike those of preferences, are held to the rules.
    ...preferred.flatMap(({ preference }, index) => {
      const term = preferredPath.index(index).child('preference');
      return [...termWarnings(preference, term), ...valueWarnings(preference, term)];
    }),
  ];
}

function termWarnings({ matchExpressions = [] }: Readonly<NodeSelectorTerm>, path: FieldPath): string[] {
  return matchExpressions.flatMap(({ key }, index) => {
    const message = deprecatedNodeLabel(key);
    if (message === undefined) return [];
    return [`${path.child('matchExpressions').index(index).child('key').toString()}: ${key} is ${message}`];
  });
}

function valueWarnings({ matchExpressions = [] }: Readonly<NodeSelectorTerm>, path: FieldPath): string[] {
  return matchExpressions.flatMap(({ values = [] }, index) => {
    const field = path.child('matchExpressions').index(index).child('values');
    return values.flatMap((value, position) =>
      validateLabelValue(value).map(
        (message) => `${field.index(position).toString()}: ${value} is invalid, ${message}`,
      ),
    );
  });
}
