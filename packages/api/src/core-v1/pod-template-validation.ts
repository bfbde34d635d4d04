/** Rules for templates of pods, wherever workloads have them. */
import { validatePodAnnotations, validateSeccompMatch } from './pod-annotations-validation.ts';
import { validatePodSpec } from './pod-spec-validation.ts';
import type { PodTemplate, PodTemplateSpec } from './pod.ts';
import { validateAnnotations, validateLabels } from '../meta-v1/labels-validation.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** Everything wrong with a template, its labels and annotations included; `path` is that of the template. */
export function validatePodTemplateSpec(template: Readonly<PodTemplateSpec>, path: FieldPath): FieldError[] {
  const { metadata, spec } = template;
  const errors = [
    ...validateLabels(path.child('labels'), metadata.labels),
    ...validateAnnotations(path.child('annotations'), metadata.annotations),
    ...validatePodAnnotations(metadata.annotations, spec, path.child('annotations')),
    ...validatePodSpec(spec, { path: path.child('spec'), isPod: false }),
    ...validateSeccompMatch(metadata, spec, path.child('spec')),
  ];
  if ((spec.ephemeralContainers ?? []).length > 0) {
    const detail = 'ephemeral containers not allowed in pod template';
    errors.push(FieldError.forbidden(path.child('spec', 'ephemeralContainers'), detail));
  }
  return errors;
}

/** Everything wrong with a PodTemplate object. */
export function validatePodTemplate(object: Readonly<PodTemplate>): FieldError[] {
  return validatePodTemplateSpec(object.template, FieldPath.of('template'));
}
