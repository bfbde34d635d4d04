/**
 * How a Job knows its pods: unless it brings its own selector, the system labels the pod template with the Job's name
 * and uid and selects by the uid.
 */
import type { Job } from './job.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { compileLabelSelector } from '../selectors/label-selector.ts';
import { SelectorError } from '../selectors/selector-error.ts';

export const JOB_NAME_LABEL = 'batch.kubernetes.io/job-name';
export const CONTROLLER_UID_LABEL = 'batch.kubernetes.io/controller-uid';
/** Labels of these names were there before Kubernetes' own got a domain. */
export const LEGACY_JOB_NAME_LABEL = 'job-name';
export const LEGACY_CONTROLLER_UID_LABEL = 'controller-uid';

/** Gives a new Job its selector and the labels that go with it. Labels that are there stay; validation looks at them. */
export function generateJobSelector({ metadata, spec }: Job): void {
  if (spec.manualSelector === true) {
    return;
  }
  const { name = '', uid = '' } = metadata;
  spec.template.metadata.labels = {
    [LEGACY_JOB_NAME_LABEL]: name,
    [JOB_NAME_LABEL]: name,
    [LEGACY_CONTROLLER_UID_LABEL]: uid,
    [CONTROLLER_UID_LABEL]: uid,
    ...spec.template.metadata.labels,
  };
  spec.selector = {
    ...spec.selector,
    matchLabels: { [CONTROLLER_UID_LABEL]: uid, ...spec.selector?.matchLabels },
  };
}

/** Whether a template has the labels with a domain, which Jobs from before Kubernetes 1.27 do not. */
export function hasPrefixedLabels({ spec }: Readonly<Job>): boolean {
  const labels = spec.template.metadata.labels ?? {};
  return labels[JOB_NAME_LABEL] !== undefined && labels[CONTROLLER_UID_LABEL] !== undefined;
}

/** Everything wrong with a selector and labels that the system should have made. */
export function validateGeneratedSelector(
  { metadata, spec }: Readonly<Job>,
  { needsPrefixedLabels }: { readonly needsPrefixedLabels: boolean },
): FieldError[] {
  if (spec.manualSelector === true || spec.selector === undefined) {
    return [];
  }
  const { name = '', uid = '' } = metadata;
  const expected = {
    [LEGACY_CONTROLLER_UID_LABEL]: uid,
    [LEGACY_JOB_NAME_LABEL]: name,
    ...(needsPrefixedLabels && { [CONTROLLER_UID_LABEL]: uid, [JOB_NAME_LABEL]: name }),
  };
  const errors = uid === '' ? [FieldError.required(FieldPath.of('metadata', 'uid'))] : [];
  errors.push(
    ...Object.entries(expected).flatMap(([key, value]) =>
      validateLabel(spec.template.metadata.labels ?? {}, key, value),
    ),
  );
  if (!selects(spec.selector, expected)) {
    errors.push(FieldError.invalid(FieldPath.of('spec', 'selector'), spec.selector, '`selector` not auto-generated'));
  }
  return errors;
}

function validateLabel(labels: Readonly<Record<string, string>>, key: string, expected: string): FieldError[] {
  const path = FieldPath.of('spec', 'template', 'metadata', 'labels').key(key);
  const actual = labels[key];
  if (actual === undefined) {
    return [FieldError.required(path, `must be '${expected}'`)];
  }
  return actual === expected ? [] : [FieldError.invalid(path, labels, `must be '${expected}'`)];
}

// A selector that is no selector is reported elsewhere.
function selects(selector: Job['spec']['selector'], labels: Readonly<Record<string, string>>): boolean {
  try {
    return compileLabelSelector(selector).matches(labels);
  } catch (error) {
    if (error instanceof SelectorError) return true;
    throw error;
  }
}
