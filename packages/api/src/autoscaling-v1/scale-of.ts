/** The scale subresource: any workload's size as a Scale, and the change that a Scale asks for. */
import type { Scale } from './scale.ts';
import type { Deployment } from '../apps-v1/deployment.ts';
import type { ReplicaSet } from '../apps-v1/replica-set.ts';
import type { StatefulSet } from '../apps-v1/stateful-set.ts';
import type { ReplicationController } from '../core-v1/replication-controller.ts';
import { validateNonNegative } from '../meta-v1/field-rules.ts';
import type { KubeObject, Resource } from '../resources/resource.ts';
import { LabelMatcher } from '../selectors/label-matcher.ts';
import { compileLabelSelector } from '../selectors/label-selector.ts';
import type { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

/** The kinds that can be scaled. */
export type Scalable = Deployment | ReplicaSet | StatefulSet | ReplicationController;

/** Whether objects of a resource can be scaled: those that have the subresource. */
export function isScalable(resource: Resource): resource is Resource<Scalable & KubeObject> {
  return resource.subresources.some(({ name }) => name === 'scale');
}

/** The size of a workload. */
export function scaleOf({ metadata, spec, status }: Readonly<Scalable>): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector = selectorText(spec.selector);
  const { replicas = 0 } = spec;
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: {
      ...(name !== undefined && { name }),
      ...(namespace !== undefined && { namespace }),
      ...(uid !== undefined && { uid }),
      ...(resourceVersion !== undefined && { resourceVersion }),
      ...(creationTimestamp !== undefined && { creationTimestamp }),
    },
    spec: { ...(replicas !== 0 && { replicas }) },
    status: { replicas: status.replicas ?? 0, ...(selector !== '' && { selector }) },
  };
}

/** The workload with the size that a Scale asks for, as a new object; a resourceVersion of the Scale comes with it. */
export function applyScale<T extends Scalable>(object: Readonly<T>, { metadata, spec }: Readonly<Scale>): T {
  const { resourceVersion } = metadata;
  return {
    ...object,
    metadata: { ...object.metadata, ...(resourceVersion !== undefined && { resourceVersion }) },
    spec: { ...object.spec, replicas: spec.replicas ?? 0 },
  };
}

/** Everything wrong with a Scale that is to be applied. Its metadata is checked as any object's. */
export function validateScale({ spec }: Readonly<Scale>): FieldError[] {
  return validateNonNegative(FieldPath.of('spec', 'replicas'), spec.replicas ?? 0);
}

// A ReplicationController selects by plain labels, without the word `matchLabels`.
function selectorText(selector: Scalable['spec']['selector']): string {
  return isPlain(selector) ? LabelMatcher.fromLabels(selector).toString() : compileLabelSelector(selector).toString();
}

function isPlain(selector: Scalable['spec']['selector']): selector is Record<string, string> {
  return selector !== undefined && Object.values(selector).some((value) => typeof value === 'string');
}
