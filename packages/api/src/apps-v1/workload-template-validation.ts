/** What the selector and the pod template of a workload have to satisfy, so that its pods run on and are found. */
import { validateTemplateMatch } from './template-match-validation.ts';
import type { PodTemplateSpec } from '../core-v1/pod.ts';
import { validatePodTemplateSpec } from '../core-v1/pod-template-validation.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import type { LabelSelector } from '../meta-v1/label-selector.ts';
import { compileLabelSelector } from '../selectors/label-selector.ts';
import { SelectorError } from '../selectors/selector-error.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');

export interface WorkloadWords {
  /** The kind as the message for an empty selector has it. */
  readonly kind: string;
  /** What is said of a selector that is none, beside what is wrong with it. */
  readonly badSelector: string;
  /** The kind as the message for a deadline has it. */
  readonly owner: string;
  /** How the template is looked at. @default by all rules for templates */
  readonly validateTemplate?: (template: PodTemplateSpec, path: FieldPath) => FieldError[];
}

/** Everything wrong with the selector and the template of a workload that must have both. */
export function validateWorkloadTemplate(
  { selector, template }: { selector?: LabelSelector; template: PodTemplateSpec },
  { kind, badSelector, owner, validateTemplate = validatePodTemplateSpec }: WorkloadWords,
): FieldError[] {
  const path = SPEC.child('selector');
  const errors =
    selector === undefined
      ? [FieldError.required(path)]
      : [...validateLabelSelector(path, selector), ...validateNotEmpty(selector, kind)];
  if (!isSelector(selector)) {
    return [...errors, FieldError.invalid(path, selector, badSelector)];
  }
  const templatePath = SPEC.child('template');
  return [
    ...errors,
    ...validateTemplateMatch(selector, template, templatePath),
    ...validateTemplate(template, templatePath),
    ...validateEndless(template, owner),
  ];
}

/** A selector that selects everything is a mistake. */
export function validateNotEmpty(selector: LabelSelector, kind: string): FieldError[] {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return Object.keys(matchLabels).length + matchExpressions.length === 0
    ? [FieldError.invalid(SPEC.child('selector'), selector, `empty selector is invalid for ${kind}`)]
    : [];
}

/** Pods that are to run on must not end by themselves. */
export function validateEndless({ spec }: PodTemplateSpec, owner: string): FieldError[] {
  const path = SPEC.child('template', 'spec');
  const { restartPolicy = '', activeDeadlineSeconds } = spec;
  const errors =
    restartPolicy === 'Always' ? [] : [FieldError.notSupported(path.child('restartPolicy'), restartPolicy, ['Always'])];
  if (activeDeadlineSeconds !== undefined) {
    const detail = `activeDeadlineSeconds in ${owner} is not Supported`;
    errors.push(FieldError.forbidden(path.child('activeDeadlineSeconds'), detail));
  }
  return errors;
}

function isSelector(selector: LabelSelector | undefined): boolean {
  try {
    compileLabelSelector(selector);
    return true;
  } catch (error) {
    if (error instanceof SelectorError) return false;
    throw error;
  }
}
