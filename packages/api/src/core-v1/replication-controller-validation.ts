/** What a ReplicationController has to satisfy: much the same as a ReplicaSet, which has replaced it. */
import { validatePodTemplateSpec } from './pod-template-validation.ts';
import type { ReplicationController, ReplicationControllerSpec } from './replication-controller.ts';
import { validateAvailable, validateCounts, validatePartsOfReplicas } from '../apps-v1/replica-counts-validation.ts';
import { validateEndless } from '../apps-v1/workload-template-validation.ts';
import { validateNonNegative } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const TEMPLATE = SPEC.child('template');

/** Everything wrong with a ReplicationController. */
export function validateReplicationController({ spec }: Readonly<ReplicationController>): FieldError[] {
  const { minReadySeconds = 0, replicas, selector = {}, template } = spec;
  const replicasPath = SPEC.child('replicas');
  return [
    ...validateNonNegative(SPEC.child('minReadySeconds'), minReadySeconds),
    ...(Object.keys(selector).length === 0 ? [FieldError.required(SPEC.child('selector'))] : []),
    ...(replicas === undefined ? [FieldError.required(replicasPath)] : validateNonNegative(replicasPath, replicas)),
    ...validateSelected(spec),
    ...(template === undefined
      ? [FieldError.required(TEMPLATE)]
      : [...validatePodTemplateSpec(template, TEMPLATE), ...validateEndless(template, 'ReplicationController')]),
  ];
}

/** Everything wrong with a changed status. */
export function validateReplicationControllerStatus({ status }: Readonly<ReplicationController>): FieldError[] {
  const { replicas, fullyLabeledReplicas, readyReplicas, availableReplicas, observedGeneration } = status;
  const parts = { fullyLabeledReplicas, readyReplicas, availableReplicas };
  return [
    ...validateCounts({ replicas, ...parts, observedGeneration }),
    ...validatePartsOfReplicas(parts, replicas),
    ...validateAvailable(status, 'readyReplicas'),
  ];
}

/** A controller must select the pods that it makes, or it makes more and more of them. */
function validateSelected({ selector = {}, template }: Readonly<ReplicationControllerSpec>): FieldError[] {
  if (template === undefined) return [];
  const { labels } = template.metadata;
  if (Object.entries(selector).every(([key, value]) => labels?.[key] === value)) return [];
  const path = TEMPLATE.child('metadata', 'labels');
  return [FieldError.invalid(path, labels, '`selector` does not match template `labels`')];
}
