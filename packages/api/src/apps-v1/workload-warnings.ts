/** What is worth a warning in a workload: a name that is no good for its pods, and whatever is in their template. */
import type { StatefulSet } from './stateful-set.ts';
import { claimSpecWarnings } from '../core-v1/persistent-volume-claim-normalization.ts';
import type { PodTemplateSpec } from '../core-v1/pod.ts';
import { podWarnings } from '../core-v1/pod-warnings.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { FieldPath } from '../status/field-path.ts';

const TEMPLATE = FieldPath.of('spec', 'template');
const NO_LIMIT =
  'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';

interface Workload {
  readonly spec: { readonly template: PodTemplateSpec };
}

interface NamedWorkload extends Workload {
  readonly metadata: { readonly name?: string };
}

/** Warns of a name that is a good one for the workload but not for its pods, whose names and host names begin with it. */
export function podNameWarnings({ name = '' }: { readonly name?: string }): string[] {
  const messages = validateDns1123Label(name);
  if (messages.length === 0) {
    return [];
  }
  const effect = 'this is used in Pod names and hostnames, which can result in surprising behavior';
  return [`metadata.name: ${effect}; a DNS label is recommended: [${messages.join(' ')}]`];
}

/** Warnings for the template of a new workload, or of one whose spec has changed. */
export function templateWarnings({ spec }: Workload, old?: Workload): string[] {
  return old !== undefined && semanticEqual(spec, old.spec) ? [] : podWarnings(spec.template, TEMPLATE);
}

/** Warnings for a Deployment or ReplicaSet. */
export function workloadWarnings(workload: NamedWorkload, old?: NamedWorkload): string[] {
  return [...(old === undefined ? podNameWarnings(workload.metadata) : []), ...templateWarnings(workload, old)];
}

/** Warnings for a StatefulSet, whose claims count as well. */
export function statefulSetWarnings(set: Readonly<StatefulSet>, old?: Readonly<StatefulSet>): string[] {
  const { volumeClaimTemplates = [], revisionHistoryLimit = 0 } = set.spec;
  const claims = FieldPath.of('spec', 'volumeClaimTemplates');
  return [
    ...templateWarnings(set, old),
    ...volumeClaimTemplates.flatMap(({ spec }, index) => {
      const path = claims.index(index);
      // On updates Kubernetes writes the field with a capital.
      return claimSpecWarnings(old === undefined ? path : path.child('Spec'), spec);
    }),
    ...(revisionHistoryLimit < 0 ? [NO_LIMIT] : []),
  ];
}
