/** What a DaemonSet has to satisfy. Its selector cannot be changed. */
import type { DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from './daemon-set.ts';
import { amountOf, validateAtMost100Percent, validateIntOrPercent } from './int-or-percent-validation.ts';
import { validateCollisions, validateCounts } from './replica-counts-validation.ts';
import { validateTemplateMatch } from './template-match-validation.ts';
import { validateEndless, validateNotEmpty } from './workload-template-validation.ts';
import { validatePodTemplateSpec } from '../core-v1/pod-template-validation.ts';
import { validateImmutableField, validateNonNegative } from '../meta-v1/field-rules.ts';
import { hasInvalidLabelValue } from '../meta-v1/invalid-label-values.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');

/** Everything wrong with a DaemonSet; `old` is what it was before, if it is changed. */
export function validateDaemonSet({ spec }: Readonly<DaemonSet>, old?: Readonly<DaemonSet>): FieldError[] {
  const { selector, template } = spec;
  const allowInvalidValues = hasInvalidLabelValue(old?.spec.selector);
  return [
    ...validateLabelSelector(SPEC.child('selector'), selector, { allowInvalidValues }),
    ...validateTemplateMatch(selector, template, SPEC.child('template')),
    ...(selector === undefined ? [] : validateNotEmpty(selector, 'daemonset')),
    ...validatePodTemplateSpec(template, SPEC.child('template')),
    ...validateEndless(template, 'DaemonSet'),
    ...validateNonNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds ?? 0),
    ...validateUpdateStrategy(spec.updateStrategy, SPEC.child('updateStrategy')),
    ...validateNonNegative(SPEC.child('revisionHistoryLimit'), spec.revisionHistoryLimit ?? 0),
  ];
}

/** Everything wrong with a changed DaemonSet. */
export function validateDaemonSetUpdate(set: Readonly<DaemonSet>, old: Readonly<DaemonSet>): FieldError[] {
  const change = { now: set.spec.selector, before: old.spec.selector };
  return [...validateDaemonSet(set, old), ...validateImmutableField(SPEC.child('selector'), change)];
}

/** Everything wrong with a changed status. */
export function validateDaemonSetStatus({ status }: Readonly<DaemonSet>, old: Readonly<DaemonSet>): FieldError[] {
  const { currentNumberScheduled, numberMisscheduled, desiredNumberScheduled, numberReady } = status;
  const { observedGeneration, updatedNumberScheduled, numberAvailable, numberUnavailable, collisionCount } = status;
  return [
    ...validateCounts({ currentNumberScheduled, numberMisscheduled, desiredNumberScheduled, numberReady }),
    ...validateCounts({ observedGeneration, updatedNumberScheduled, numberAvailable, numberUnavailable }),
    ...validateCounts({ collisionCount }),
    ...validateCollisions(status, old.status),
  ];
}

function validateUpdateStrategy(strategy: DaemonSetUpdateStrategy, path: FieldPath): FieldError[] {
  const { type, rollingUpdate } = strategy;
  const at = path.child('rollingUpdate');
  switch (type) {
    case 'OnDelete':
      return [];
    case 'RollingUpdate':
      return rollingUpdate === undefined ? [FieldError.required(at)] : validateRollingUpdate(rollingUpdate, at);
    case undefined:
    default:
      return [FieldError.notSupported(path, asKubernetesShowsIt(strategy), ['RollingUpdate', 'OnDelete'])];
  }
}

function validateRollingUpdate(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet,
  path: FieldPath,
): FieldError[] {
  const unavailablePath = path.child('maxUnavailable');
  const surgePath = path.child('maxSurge');
  const errors = [
    ...validateIntOrPercent(maxUnavailable, unavailablePath),
    ...validateIntOrPercent(maxSurge, surgePath),
    ...validateAtMost100Percent(maxUnavailable, unavailablePath),
    ...validateAtMost100Percent(maxSurge, surgePath),
  ];
  const hasUnavailable = amountOf(maxUnavailable) !== 0;
  const hasSurge = amountOf(maxSurge) !== 0;
  if (hasUnavailable && hasSurge) {
    errors.push(FieldError.invalid(surgePath, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  }
  if (!hasUnavailable && !hasSurge) {
    errors.push(FieldError.required(unavailablePath, 'cannot be 0 when maxSurge is 0'));
  }
  return errors;
}

// The message holds Kubernetes' internal form, whose names begin with a capital.
function asKubernetesShowsIt({ type, rollingUpdate }: DaemonSetUpdateStrategy): object {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  return {
    Type: type ?? '',
    RollingUpdate: rollingUpdate === undefined ? null : { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge },
  };
}
