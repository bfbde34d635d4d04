/** What a ReplicaSet has to satisfy. Its selector cannot be changed. */
import { validateAvailable, validateCounts, validatePartsOfReplicas } from './replica-counts-validation.ts';
import type { ReplicaSet } from './replica-set.ts';
import { validateWorkloadTemplate } from './workload-template-validation.ts';
import { validateImmutableField, validateNonNegative } from '../meta-v1/field-rules.ts';
import type { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
// Kubernetes speaks of deployments here, too.
const WORDS = { kind: 'deployment', badSelector: 'invalid label selector', owner: 'ReplicaSet' };

/** Everything wrong with a ReplicaSet. */
export function validateReplicaSet({ spec }: Readonly<ReplicaSet>): FieldError[] {
  return [
    ...validateNonNegative(SPEC.child('replicas'), spec.replicas ?? 0),
    ...validateNonNegative(SPEC.child('minReadySeconds'), spec.minReadySeconds ?? 0),
    ...validateWorkloadTemplate(spec, WORDS),
  ];
}

/** Everything wrong with a changed ReplicaSet. */
export function validateReplicaSetUpdate(set: Readonly<ReplicaSet>, old: Readonly<ReplicaSet>): FieldError[] {
  const change = { now: set.spec.selector, before: old.spec.selector };
  return [...validateReplicaSet(set), ...validateImmutableField(SPEC.child('selector'), change)];
}

/** Everything wrong with a changed status. */
export function validateReplicaSetStatus({ status }: Readonly<ReplicaSet>): FieldError[] {
  const { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas, observedGeneration } = status;
  const { terminatingReplicas } = status;
  return [
    ...validateCounts({ replicas, fullyLabeledReplicas, readyReplicas, availableReplicas }),
    ...validateCounts({ terminatingReplicas, observedGeneration }),
    ...validatePartsOfReplicas({ fullyLabeledReplicas, readyReplicas, availableReplicas }, replicas),
    ...validateAvailable(status, 'readyReplicas'),
  ];
}
