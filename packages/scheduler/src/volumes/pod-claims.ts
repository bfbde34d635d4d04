/** The claims of a pod, sorted by what is still to be done about them. */
import {
  claimNameOf,
  isClaimBound,
  isMadeForPod,
  storageClassOf,
  type PersistentVolumeClaim,
  type Pod,
} from '@wherry/api/core-v1';
import type { StorageLookups } from '../cluster/lookups.ts';

export interface PodClaims {
  readonly bound: readonly Readonly<PersistentVolumeClaim>[];
  /** Wait for the pod to be placed. */
  readonly delayed: readonly Readonly<PersistentVolumeClaim>[];
  /** Somebody else has to bind them first. */
  readonly immediate: readonly Readonly<PersistentVolumeClaim>[];
}

/** Sorts the claims; returns the reason as text when the pod cannot run with them anywhere. */
export function claimsOf(pod: Readonly<Pod>, storage: StorageLookups): PodClaims | string {
  const bound: Readonly<PersistentVolumeClaim>[] = [];
  const delayed: Readonly<PersistentVolumeClaim>[] = [];
  const immediate: Readonly<PersistentVolumeClaim>[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const claimName = claimNameOf(volume, pod.metadata.name ?? '');
    if (claimName === undefined) continue;
    const claim = storage.claim(`${pod.metadata.namespace ?? ''}/${claimName}`);
    const fault = faultOf(claim, { pod, claimName, isEphemeral: volume.ephemeral !== undefined });
    if (claim === undefined || fault !== undefined) return fault ?? '';
    if (isClaimBound(claim)) bound.push(claim);
    else if (isDelayed(claim, storage) && (claim.spec.volumeName ?? '') === '') delayed.push(claim);
    else immediate.push(claim);
  }
  return { bound, delayed, immediate };
}

interface Wanted {
  readonly pod: Readonly<Pod>;
  readonly claimName: string;
  readonly isEphemeral: boolean;
}

function faultOf(claim: Readonly<PersistentVolumeClaim> | undefined, wanted: Wanted): string | undefined {
  const { pod, claimName, isEphemeral } = wanted;
  if (claim === undefined) {
    return isEphemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claimName}"`
      : `persistentvolumeclaim "${claimName}" not found`;
  }
  if (claim.status.phase === 'Lost') {
    const volume = claim.spec.volumeName ?? '';
    return `persistentvolumeclaim "${claimName}" bound to non-existent persistentvolume "${volume}"`;
  }
  if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${claimName}" is being deleted`;
  if (!isEphemeral || isMadeForPod(claim, pod)) return undefined;
  const { namespace = '', name = '' } = pod.metadata;
  return `PVC ${namespace}/${claimName} was not created for pod ${namespace}/${name} (pod is not owner)`;
}

/**
 * Whether the class of a claim waits for the first consumer.
 * @throws Error for a class without a mode; one that is not there is no reason to wait for the pod
 */
function isDelayed(claim: Readonly<PersistentVolumeClaim>, storage: StorageLookups): boolean {
  const className = storageClassOf(claim);
  const found = className === '' ? undefined : storage.storageClass(className);
  if (found === undefined) return false;
  if (found.volumeBindingMode === undefined) {
    throw new Error(`VolumeBindingMode not set for StorageClass "${className}"`);
  }
  return found.volumeBindingMode === 'WaitForFirstConsumer';
}
