/** What a RuntimeClass has to satisfy, and what of it should be written anew. */
import { deprecatedNodeLabel } from '../core-v1/deprecated-node-labels.ts';
import { validateContainerResources } from '../core-v1/resource-requirements-validation.ts';
import { validateTolerations } from '../core-v1/toleration-validation.ts';
import type { Toleration } from '../core-v1/toleration.ts';
import { invalidFor, validateImmutableField } from '../meta-v1/field-rules.ts';
import { validateLabels } from '../meta-v1/labels-validation.ts';
import { nameIsDnsLabel } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { RuntimeClass } from './runtime-class.ts';

const SCHEDULING = FieldPath.of('scheduling');

/** Everything wrong with a RuntimeClass. */
export function validateRuntimeClass({ handler, overhead, scheduling }: Readonly<RuntimeClass>): FieldError[] {
  const { nodeSelector = {}, tolerations = [] } = scheduling ?? {};
  const at = SCHEDULING.child('tolerations');
  const keys = tolerations.map(keyOf);
  return [
    ...invalidFor('handler', handler, nameIsDnsLabel(handler)),
    // The fixed amounts are held to what holds for limits.
    ...validateContainerResources(
      { limits: overhead?.podFixed ?? {} },
      { path: FieldPath.of('overhead'), claimNames: [] },
    ),
    ...validateLabels(SCHEDULING.child('nodeSelector'), nodeSelector),
    ...validateTolerations(tolerations, at),
    ...tolerations.flatMap((toleration, position) =>
      keys.indexOf(keyOf(toleration)) < position ? [FieldError.duplicate(at.index(position), toleration)] : [],
    ),
  ];
}

/** Everything wrong with a changed RuntimeClass. */
export function validateRuntimeClassUpdate(
  runtimeClass: Readonly<RuntimeClass>,
  old: Readonly<RuntimeClass>,
): FieldError[] {
  return [
    ...validateRuntimeClass(runtimeClass),
    ...validateImmutableField('handler', { now: runtimeClass.handler, before: old.handler }),
  ];
}

/** What tells tolerations apart. */
function keyOf({ key, operator, value, effect }: Readonly<Toleration>): string {
  return [key, operator, value, effect].join('\n');
}

/** Labels of nodes that have new names. */
export function runtimeClassWarnings({ scheduling }: Readonly<RuntimeClass>): string[] {
  const labels = Object.keys(scheduling?.nodeSelector ?? {});
  return labels.flatMap((label) => {
    const replacement = deprecatedNodeLabel(label);
    return replacement === undefined ? [] : [`${SCHEDULING.child('nodeSelector').toString()}: ${replacement}`];
  });
}
