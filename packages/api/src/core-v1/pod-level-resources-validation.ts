/** Rules for what a pod needs as a whole, and how that goes with what its containers need (KEP-2837). */
import { aggregateContainerResources } from './pod-resources.ts';
import type { PodSpec } from './pod.ts';
import { isHugePages } from './resource-name.ts';
import { validatePodLevelResources } from './resource-requirements-validation.ts';
import type { ResourceRequirements } from './resource-requirements.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { entryOf } from '../schema/entry-of.ts';

/** `path` is that of the resources. */
export function validatePodResources(
  spec: Readonly<PodSpec>,
  path: FieldPath,
  claimNames: readonly string[],
): FieldError[] {
  const resources = spec.resources;
  if (resources === undefined) return [];
  if (spec.os?.name === 'windows') return [FieldError.forbidden(path, 'may not be set for a windows pod')];
  const errors =
    resources.claims === undefined
      ? []
      : [FieldError.forbidden(path.child('claims'), 'claims may not be set for Resources at pod-level')];
  return [
    ...errors,
    ...validatePodLevelResources(resources, { path, claimNames }),
    ...validateAggregates(spec, resources, path),
    ...validateContainerLimits(spec, resources, path),
  ];
}

function validateAggregates(spec: Readonly<PodSpec>, resources: ResourceRequirements, path: FieldPath): FieldError[] {
  const below = (side: 'requests' | 'limits', counts: (name: string) => boolean): FieldError[] =>
    [...aggregateContainerResources(spec, side)].flatMap(([name, sum]) => {
      const ofPod = entryOf(resources[side], name);
      if (ofPod === undefined || !counts(name) || sum.compare(Quantity.parse(ofPod)) <= 0) return [];
      const detail = `must be greater than or equal to aggregate container ${side} of ${sum.toString()}`;
      return [FieldError.invalid(path.child(side).key(name), ofPod, detail)];
    });
  return [...below('requests', () => true), ...below('limits', isHugePages)];
}

function validateContainerLimits(
  spec: Readonly<PodSpec>,
  resources: ResourceRequirements,
  path: FieldPath,
): FieldError[] {
  return spec.containers.flatMap((container, index) =>
    Object.entries(container.resources.limits ?? {}).flatMap(([name, limit]) => {
      const ofPod = entryOf(resources.limits, name);
      if (ofPod === undefined || Quantity.parse(limit).compare(Quantity.parse(ofPod)) <= 0) return [];
      const field = path.child('containers').index(index).key(name).child('limits');
      return [FieldError.invalid(field, limit, `must be less than or equal to pod limits of ${ofPod}`)];
    }),
  );
}
