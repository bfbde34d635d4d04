/**
 * Who owns the claims of a StatefulSet: nobody, if they are to stay; the set, if they go with it; the pod, if they go
 * because the set has been scaled down. The garbage collector does the rest.
 */
import { StatefulSets, type StatefulSet } from '@wherry/api/apps-v1';
import { Pods, type PersistentVolumeClaim, type Pod } from '@wherry/api/core-v1';
import type { OwnerReference } from '@wherry/api/meta-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import { apiVersionOf, type KubeObject, type Resource } from '@wherry/api/resources';
import { controllerRef } from '../../ownership/controller-ref.ts';
import { isInRange, parsePodName } from './identity.ts';

/** The owners that a claim should have. Claims that somebody else controls are left to them. */
export function claimOwners(
  set: Readonly<StatefulSet>,
  pod: Readonly<Pod> | undefined,
  { metadata }: Readonly<PersistentVolumeClaim>,
): OwnerReference[] {
  const refs = metadata.ownerReferences ?? [];
  const isOurs = (ref: OwnerReference): boolean =>
    refersTo(ref, set, StatefulSets) || (pod !== undefined && refersTo(ref, pod, Pods));
  const others = refs.filter((ref) => !isOurs(ref));
  if (others.some(({ controller }) => controller === true)) return others;
  return [...others, ...ownOwners(set, pod)];
}

function ownOwners(set: Readonly<StatefulSet>, pod: Readonly<Pod> | undefined): OwnerReference[] {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const ordinal = pod === undefined ? undefined : parsePodName(pod.metadata.name ?? '')?.ordinal;
  const isScaledDown = pod !== undefined && ordinal !== undefined && !isInRange(set, ordinal);
  if (whenScaled === 'Delete' && isScaledDown) return [controllerRef(pod, Pods)];
  return whenDeleted === 'Delete' ? [controllerRef(set, StatefulSets)] : [];
}

/** Whether a claim has the owners that it should have. */
export function hasOwners(
  set: Readonly<StatefulSet>,
  pod: Readonly<Pod>,
  claim: Readonly<PersistentVolumeClaim>,
): boolean {
  const byUid = (refs: readonly OwnerReference[]) => Object.fromEntries(refs.map((ref) => [ref.uid, ref]));
  const wanted = claimOwners(set, pod, claim);
  return semanticEqual(byUid(wanted), byUid(claim.metadata.ownerReferences ?? []));
}

/** Whether a claim still goes with an earlier pod of the same name: then the next pod must wait until it is gone. */
export function isStaleClaim(
  { spec }: Readonly<StatefulSet>,
  podName: string,
  { metadata }: Readonly<PersistentVolumeClaim>,
): boolean {
  if (spec.persistentVolumeClaimRetentionPolicy?.whenScaled !== 'Delete') return false;
  return (metadata.ownerReferences ?? []).some((ref) => isKind(ref, Pods) && ref.name === podName);
}

function refersTo(ref: OwnerReference, object: Readonly<KubeObject>, resource: Resource): boolean {
  return isKind(ref, resource) && ref.name === object.metadata.name;
}

function isKind({ apiVersion, kind }: OwnerReference, resource: Resource): boolean {
  return kind === resource.kind && apiVersion === apiVersionOf(resource);
}
