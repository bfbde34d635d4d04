/**
 * What is to be done about a claim for storage: pure. It gets the volume that is kept for it, or the smallest one that will
 * do, or waits and its owner is told for what; one that has lost its volume never gets another.
 */
import {
  BIND_COMPLETED,
  findVolume,
  isVolumeMeantFor,
  SELECTED_NODE,
  storageClassOf,
  volumeMismatch,
  type PersistentVolume,
  type PersistentVolumeClaim,
} from '@wherry/api/core-v1';
import { newestDefaultStorageClass, type StorageClass } from '@wherry/api/storage-v1';
import type { EventText } from '@wherry/client';

export type ClaimPlan =
  | { readonly action: 'bind'; readonly volume: Readonly<PersistentVolume> }
  | { readonly action: 'wait'; readonly event?: EventText }
  | { readonly action: 'lose'; readonly event: EventText }
  | { readonly action: 'adopt-class'; readonly className: string }
  /** Somebody who watches claims may make a volume. */
  | { readonly action: 'ask'; readonly provisioner: string; readonly event: EventText };

export interface ClaimInput {
  readonly claim: Readonly<PersistentVolumeClaim>;
  readonly volumes: readonly Readonly<PersistentVolume>[];
  readonly classes: readonly Readonly<StorageClass>[];
  /** The pods that have the claim and no node yet. */
  readonly waitingPods: readonly string[];
}

export function planClaim(input: ClaimInput): ClaimPlan {
  const { claim, volumes } = input;
  const { volumeName = '' } = claim.spec;
  const named = volumeName === '' ? undefined : volumes.find(({ metadata }) => metadata.name === volumeName);
  if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return planBound(claim, named);
  if (volumeName !== '') return planNamed(claim, named);
  return planOpen(input);
}

const warning = (reason: string, message: string): EventText => ({ type: 'Warning', reason, message });
const normal = (reason: string, message: string): EventText => ({ type: 'Normal', reason, message });

/** It has had a volume. */
function planBound(
  { metadata, spec }: Readonly<PersistentVolumeClaim>,
  volume: Readonly<PersistentVolume> | undefined,
): ClaimPlan {
  const lost = (what: string): ClaimPlan => ({
    action: 'lose',
    event: warning('ClaimLost', `Bound claim has lost ${what}. Data on the volume is lost!`),
  });
  if ((spec.volumeName ?? '') === '') return lost('reference to PersistentVolume');
  if (volume === undefined) return lost('its PersistentVolume');
  const { claimRef } = volume.spec;
  if (claimRef === undefined || claimRef.uid === metadata.uid) return { action: 'bind', volume };
  const message = 'Two claims are bound to the same volume, this one is bound incorrectly';
  return { action: 'lose', event: warning('ClaimMisbound', message) };
}

/** Its author wants a certain volume. */
function planNamed(claim: Readonly<PersistentVolumeClaim>, volume: Readonly<PersistentVolume> | undefined): ClaimPlan {
  if (volume === undefined) return { action: 'wait' };
  const name = volume.metadata.name ?? '';
  if (volume.spec.claimRef === undefined) {
    const mismatch = volumeMismatch(volume, claim);
    if (mismatch === undefined) return { action: 'bind', volume };
    return {
      action: 'wait',
      event: warning('VolumeMismatch', `Cannot bind to requested volume "${name}": ${mismatch}`),
    };
  }
  if (isVolumeMeantFor(volume, claim)) return { action: 'bind', volume };
  return { action: 'wait', event: warning('FailedBinding', `volume "${name}" already bound to a different claim.`) };
}

/** Any volume will do that is as it asks. */
function planOpen({ claim, volumes, classes, waitingPods }: ClaimInput): ClaimPlan {
  const className = storageClassOf(claim);
  const storageClass = classes.find(({ metadata }) => metadata.name === className);
  const isDelayed = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = bestVolume(claim, { volumes, reservedOnly: isDelayed });
  if (volume !== undefined) return { action: 'bind', volume };
  if (className === '' && claim.spec.storageClassName === undefined) {
    const chosen = newestDefaultStorageClass(classes)?.metadata.name;
    if (chosen !== undefined) return { action: 'adopt-class', className: chosen };
  }
  if (isDelayed && claim.metadata.annotations?.[SELECTED_NODE] === undefined) {
    return { action: 'wait', event: waitsForPod(waitingPods) };
  }
  if (className !== '') return planProvision(className, storageClass);
  const message = 'no persistent volumes available for this claim and no storage class is set';
  return { action: 'wait', event: normal('FailedBinding', message) };
}

/** Of the volumes with the fewest ways to be mounted that hold those asked for, so that the others are left for who needs them. */
function bestVolume(
  claim: Readonly<PersistentVolumeClaim>,
  { volumes, reservedOnly }: { readonly volumes: ClaimInput['volumes']; readonly reservedOnly: boolean },
): Readonly<PersistentVolume> | undefined {
  const wanted = claim.spec.accessModes ?? [];
  const offering = volumes.filter(({ spec }) => wanted.every((mode) => spec.accessModes?.includes(mode)));
  const byCount = Map.groupBy(offering, ({ spec }) => new Set(spec.accessModes).size);
  for (const count of [...byCount.keys()].toSorted((a, b) => a - b)) {
    const found = findVolume(claim, { volumes: byCount.get(count) ?? [], reservedOnly });
    if (found !== undefined) return found;
  }
  return undefined;
}

function waitsForPod(names: readonly string[]): EventText {
  if (names.length === 0) {
    return normal('WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
  }
  return normal(
    'WaitForPodScheduled',
    `waiting for pod${names.length > 1 ? 's' : ''} ${names.join(',')} to be scheduled`,
  );
}

function planProvision(className: string, storageClass: Readonly<StorageClass> | undefined): ClaimPlan {
  if (storageClass === undefined) {
    return {
      action: 'wait',
      event: warning('ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`),
    };
  }
  const { provisioner } = storageClass;
  // Kubernetes' own provisioners are of clouds that this is not, and `no-provisioner` is nobody's.
  if (provisioner.startsWith('kubernetes.io/')) {
    return {
      action: 'wait',
      event: warning('ProvisioningFailed', `no volume plugin matched name: ${provisioner}`),
    };
  }
  const message =
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' ` +
    'or manually by the system administrator. If volume creation is delayed, please verify that ' +
    'the provisioner is running and correctly registered.';
  return { action: 'ask', provisioner, event: normal('ExternalProvisioning', message) };
}
