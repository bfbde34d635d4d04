/** Which claims the volumes of a pod stand for. */
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import type { Pod } from './pod.ts';
import type { Volume } from './volume.ts';

/** The claim of a volume, if it has one; that of an ephemeral volume is named after pod and volume. */
export function claimNameOf(volume: Readonly<Volume>, podName: string): string | undefined {
  if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName;
  return volume.ephemeral === undefined ? undefined : `${podName}-${volume.name}`;
}

/** The claims that a pod names itself; those made for it belong to no other pod. */
export function claimNamesOf({ spec }: Readonly<Pod>): string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) =>
    claim === undefined ? [] : [claim.claimName],
  );
}

/** Whether a claim has been made for a pod, and not for an earlier one of the same name. */
export function isMadeForPod(claim: Readonly<PersistentVolumeClaim>, pod: Readonly<Pod>): boolean {
  return (claim.metadata.ownerReferences ?? []).some(
    ({ controller, uid }) => controller === true && uid === pod.metadata.uid,
  );
}
