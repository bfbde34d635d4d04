/** Rules for Pods when they are made. */
import { validateImageBlanks } from './container-validation.ts';
import { validateAppArmorMatch, validatePodAnnotations, validateSeccompMatch } from './pod-annotations-validation.ts';
import { validatePodSpec } from './pod-spec-validation.ts';
import type { Pod, PodSpec } from './pod.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');

/** Everything wrong with a new Pod. */
export function validatePod(pod: Readonly<Pod>): FieldError[] {
  const { metadata, spec } = pod;
  const errors = validatePodContent(pod);
  if ((spec.ephemeralContainers ?? []).length > 0) {
    errors.push(FieldError.forbidden(SPEC.child('ephemeralContainers'), 'cannot be set on create'));
  }
  if ((spec.nodeName ?? '') !== '' && (spec.schedulingGates ?? []).length > 0) {
    const detail = 'cannot be set until all schedulingGates have been cleared';
    errors.push(FieldError.forbidden(SPEC.child('nodeName'), detail));
  }
  return [...errors, ...validateSeccompMatch(metadata, spec, SPEC), ...validateAppArmorMatch(metadata, spec, SPEC)];
}

/** What holds for a Pod at any time. */
export function validatePodContent({ metadata, spec }: Readonly<Pod>): FieldError[] {
  const podName = metadata.name ?? '';
  return [
    ...validatePodAnnotations(metadata.annotations, spec, FieldPath.of('metadata', 'annotations')),
    ...validatePodSpec(spec, { path: SPEC, isPod: true, podName }),
    ...validateTokenAccount(spec),
    ...spec.containers.flatMap((container, index) =>
      validateImageBlanks(container, SPEC.child('containers').index(index)),
    ),
    ...(spec.initContainers ?? []).flatMap((container, index) =>
      validateImageBlanks(container, SPEC.child('initContainers').index(index)),
    ),
  ];
}

function validateTokenAccount(spec: Readonly<PodSpec>): FieldError[] {
  if ((spec.serviceAccountName ?? '') !== '') return [];
  return (spec.volumes ?? []).flatMap(({ projected }, index) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }, sourceIndex) => {
      if (serviceAccountToken === undefined) return [];
      const source = SPEC.child('volumes').index(index).child('projected', 'sources').index(sourceIndex);
      const detail = 'must not be specified when serviceAccountName is not set';
      return [FieldError.forbidden(source.child('serviceAccountToken'), detail)];
    }),
  );
}
