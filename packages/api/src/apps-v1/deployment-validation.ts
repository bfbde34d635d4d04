/** What a Deployment has to satisfy. Its selector cannot be changed. */
import type { Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment } from './deployment.ts';
import { amountOf, validateAtMost100Percent, validateIntOrPercent } from './int-or-percent-validation.ts';
import {
  validateAvailable,
  validateCollisions,
  validateCounts,
  validatePartsOfReplicas,
} from './replica-counts-validation.ts';
import { validateWorkloadTemplate } from './workload-template-validation.ts';
import { validateImmutableField, validateNonNegative } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const WORDS = { kind: 'deployment', badSelector: 'invalid label selector', owner: 'ReplicaSet' };

/** Everything wrong with a Deployment. */
export function validateDeployment({ spec }: Readonly<Deployment>): FieldError[] {
  return [
    ...validateNonNegative(SPEC.child('replicas'), spec.replicas ?? 0),
    ...validateWorkloadTemplate(spec, WORDS),
    ...validateStrategy(spec.strategy, SPEC.child('strategy')),
    ...validateNonNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds ?? 0),
    ...validateNonNegative(SPEC.child('revisionHistoryLimit'), spec.revisionHistoryLimit ?? 0),
    ...validateProgressDeadline(spec),
  ];
}

/** Everything wrong with a changed Deployment. */
export function validateDeploymentUpdate(deployment: Readonly<Deployment>, old: Readonly<Deployment>): FieldError[] {
  const change = { now: deployment.spec.selector, before: old.spec.selector };
  return [...validateDeployment(deployment), ...validateImmutableField(SPEC.child('selector'), change)];
}

/** Everything wrong with a changed status. */
export function validateDeploymentStatus({ status }: Readonly<Deployment>, old: Readonly<Deployment>): FieldError[] {
  const { observedGeneration, replicas, updatedReplicas, readyReplicas, availableReplicas, unavailableReplicas } =
    status;
  const { collisionCount, terminatingReplicas } = status;
  return [
    ...validateCounts({ observedGeneration, replicas, updatedReplicas, readyReplicas, availableReplicas }),
    ...validateCounts({ unavailableReplicas, terminatingReplicas, collisionCount }),
    ...validatePartsOfReplicas({ updatedReplicas, readyReplicas, availableReplicas }, replicas ?? 0),
    ...validateAvailable(status, 'readyReplicas'),
    ...validateCollisions(status, old.status),
  ];
}

function validateStrategy(strategy: DeploymentStrategy, path: FieldPath): FieldError[] {
  const { type, rollingUpdate } = strategy;
  const at = path.child('rollingUpdate');
  switch (type) {
    case 'Recreate':
      return rollingUpdate === undefined
        ? []
        : [FieldError.forbidden(at, "may not be specified when strategy `type` is 'Recreate'")];
    case 'RollingUpdate':
      return rollingUpdate === undefined
        ? [FieldError.required(at, 'this should be defaulted and never be nil')]
        : validateRollingUpdate(rollingUpdate, at);
    case undefined:
    default:
      return [FieldError.notSupported(path, asKubernetesShowsIt(strategy), ['Recreate', 'RollingUpdate'])];
  }
}

function validateRollingUpdate(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment,
  path: FieldPath,
): FieldError[] {
  const unavailablePath = path.child('maxUnavailable');
  const errors = [
    ...validateIntOrPercent(maxUnavailable, unavailablePath),
    ...validateIntOrPercent(maxSurge, path.child('maxSurge')),
  ];
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0) {
    errors.push(FieldError.invalid(unavailablePath, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  return [...errors, ...validateAtMost100Percent(maxUnavailable, unavailablePath)];
}

function validateProgressDeadline({ progressDeadlineSeconds, minReadySeconds = 0 }: DeploymentSpec): FieldError[] {
  if (progressDeadlineSeconds === undefined) {
    return [];
  }
  const path = SPEC.child('progressDeadlineSeconds');
  const errors = validateNonNegative(path, progressDeadlineSeconds);
  if (progressDeadlineSeconds <= minReadySeconds) {
    errors.push(FieldError.invalid(path, progressDeadlineSeconds, 'must be greater than minReadySeconds'));
  }
  return errors;
}

// The message holds Kubernetes' internal form, whose names begin with a capital.
function asKubernetesShowsIt({ type, rollingUpdate }: DeploymentStrategy): object {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  return {
    Type: type ?? '',
    RollingUpdate: rollingUpdate === undefined ? null : { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge },
  };
}
