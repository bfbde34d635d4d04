/** The rule that a workload must select the pods that it makes. */
import type { PodTemplateSpec } from '../core-v1/pod.ts';
import type { LabelSelector } from '../meta-v1/label-selector.ts';
import { compileLabelSelector } from '../selectors/label-selector.ts';
import { SelectorError } from '../selectors/selector-error.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Says so if the selector does not match the template's labels; `path` is that of the template. */
export function validateTemplateMatch(
  selector: Readonly<LabelSelector> | undefined,
  { metadata }: Readonly<PodTemplateSpec>,
  path: FieldPath,
): FieldError[] {
  try {
    if (compileLabelSelector(selector).matches(metadata.labels ?? {})) return [];
  } catch (error) {
    // A selector that is none has been reported as such.
    if (error instanceof SelectorError) return [];
    throw error;
  }
  const labels = path.child('metadata', 'labels');
  return [FieldError.invalid(labels, metadata.labels, '`selector` does not match template `labels`')];
}
