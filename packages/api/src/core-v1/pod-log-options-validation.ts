import type { PodLogOptions } from './pod-options.ts';
import { NEGATIVE_MESSAGE } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';

/** Everything wrong with what is asked of a log. */
export function validatePodLogOptions(options: Readonly<PodLogOptions>): FieldError[] {
  const { tailLines = 0, limitBytes = 1, sinceSeconds, sinceTime, stream } = options;
  const errors: FieldError[] = [];
  if (tailLines < 0) errors.push(FieldError.invalid('tailLines', tailLines, NEGATIVE_MESSAGE));
  if (limitBytes < 1) errors.push(FieldError.invalid('limitBytes', limitBytes, 'must be greater than 0'));
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    errors.push(FieldError.forbidden('', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(FieldError.invalid('sinceSeconds', sinceSeconds, 'must be greater than 0'));
  }
  if (stream !== undefined) errors.push(FieldError.forbidden('stream', 'may not be specified'));
  return errors;
}
