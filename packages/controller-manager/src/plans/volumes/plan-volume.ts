/** What is to be done about a PersistentVolume, by what has become of its claim: pure. */
import {
  BOUND_BY_CONTROLLER,
  PROVISIONED_BY,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type PersistentVolumePhase,
} from '@wherry/api/core-v1';
import type { EventText } from '@wherry/client';

export type VolumePlan =
  | { readonly action: 'none' }
  | { readonly action: 'show'; readonly phase: PersistentVolumePhase }
  | { readonly action: 'fail'; readonly event: EventText }
  /** Give it back to everybody, or keep it for the same name when its author has said so. */
  | { readonly action: 'unbind' }
  | { readonly action: 'delete' };

/**
 * @param claim what the API has under the name that the volume says
 */
export function planVolume(
  volume: Readonly<PersistentVolume>,
  claim: Readonly<PersistentVolumeClaim> | undefined,
): VolumePlan {
  const { claimRef } = volume.spec;
  // Without a uid it is kept for a claim that need not be there yet.
  if (claimRef === undefined || (claimRef.uid ?? '') === '') return show(volume, 'Available');
  if (claim === undefined || claim.metadata.uid !== claimRef.uid) return planReleased(volume);
  const { volumeName = '' } = claim.spec;
  // The claim is on its way to it.
  if (volumeName === '') return { action: 'none' };
  if (volumeName === volume.metadata.name) return show(volume, 'Bound');
  const isMadeForIt = volume.metadata.annotations?.[PROVISIONED_BY] !== undefined;
  if (isMadeForIt && volume.spec.persistentVolumeReclaimPolicy === 'Delete') return planReleased(volume);
  return { action: 'unbind' };
}

function show({ status }: Readonly<PersistentVolume>, phase: PersistentVolumePhase): VolumePlan {
  return status.phase === phase ? { action: 'none' } : { action: 'show', phase };
}

/** Its claim is gone. A failure stays to be seen. */
function planReleased(volume: Readonly<PersistentVolume>): VolumePlan {
  const { phase } = volume.status;
  if (phase !== 'Released' && phase !== 'Failed') return show(volume, 'Released');
  switch (volume.spec.persistentVolumeReclaimPolicy ?? 'Retain') {
    case 'Retain':
      return { action: 'none' };
    case 'Recycle':
      return fail(volume, 'VolumeFailedRecycle', 'No recycler plugin found for the volume!');
    case 'Delete':
      return planDeletion(volume);
  }
}

function fail({ status }: Readonly<PersistentVolume>, reason: string, message: string): VolumePlan {
  if (status.phase === 'Failed') return { action: 'none' };
  return { action: 'fail', event: { type: 'Warning', reason, message } };
}

function planDeletion(volume: Readonly<PersistentVolume>): VolumePlan {
  const { metadata, spec } = volume;
  const maker = metadata.annotations?.[PROVISIONED_BY] ?? '';
  // Whoever makes volumes from outside takes them away as well.
  if ((maker !== '' && !maker.startsWith('kubernetes.io/')) || spec.csi !== undefined) return { action: 'none' };
  if (spec.hostPath === undefined) {
    const message = `error getting deleter volume plugin for volume "${metadata.name ?? ''}": no deletable volume plugin matched`;
    return fail(volume, 'VolumeFailedDelete', message);
  }
  // Kubernetes removes such a folder where its controllers run, which is on no node: the files stay here, as there.
  if (/\/tmp\/.+/.test(spec.hostPath.path)) return { action: 'delete' };
  const message = `host_path deleter only supports /tmp/.+ but received provided ${spec.hostPath.path}`;
  return fail(volume, 'VolumeFailedDelete', message);
}

/** The volume as it is to be written when its claim has gone elsewhere. */
export function unboundVolume(volume: Readonly<PersistentVolume>): PersistentVolume {
  const { claimRef, ...spec } = volume.spec;
  const { [BOUND_BY_CONTROLLER]: mark, ...annotations } = volume.metadata.annotations ?? {};
  if (mark !== undefined) return { ...volume, metadata: { ...volume.metadata, annotations }, spec };
  const { uid: _uid, ...kept } = claimRef ?? {};
  return { ...volume, spec: { ...volume.spec, claimRef: kept } };
}
