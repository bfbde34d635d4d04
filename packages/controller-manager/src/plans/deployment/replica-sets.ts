/** The ReplicaSets of a Deployment: which is the newest, which are old, and what they add up to. */
import type { Deployment, ReplicaSet } from '@wherry/api/apps-v1';
import type { PodTemplateSpec } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';

export const POD_TEMPLATE_HASH_LABEL = 'pod-template-hash';

/** A ReplicaSet as far as planning goes. */
export type Sized = Readonly<ReplicaSet>;

export const sizeOf = ({ spec }: Sized): number => spec.replicas ?? 1;
export const isActive = (set: Sized): boolean => sizeOf(set) > 0;
export const availableOf = ({ status }: Sized): number => status.availableReplicas ?? 0;

export function sum(sets: readonly Sized[], amount: (set: Sized) => number): number {
  return sets.reduce((total, set) => total + amount(set), 0);
}

/** Whether two templates make the same pods; the hash label does not count. */
export function sameTemplate(a: Readonly<PodTemplateSpec>, b: Readonly<PodTemplateSpec>): boolean {
  return semanticEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: Readonly<PodTemplateSpec>): PodTemplateSpec {
  const { [POD_TEMPLATE_HASH_LABEL]: _hash, ...labels } = template.metadata.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The oldest of those that have the Deployment's template: rare as it is that there are two, all must agree on one. */
export function findNewest({ spec }: Readonly<Deployment>, sets: readonly Sized[]): Sized | undefined {
  return sets.toSorted(byAge).find((set) => sameTemplate(set.spec.template, spec.template));
}

/** Oldest first. */
export function byAge(a: Sized, b: Sized): number {
  const [first, second] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  return first === second ? byName(a, b) : first < second ? -1 : 1;
}

function byName(a: Sized, b: Sized): number {
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}
