/** When a PersistentVolume entered the phase that it is in. */
import type { PersistentVolume } from './persistent-volume.ts';

/** A new volume has been pending since it was created. Changes the volume in place. */
export function startFirstPhase({ metadata, status }: PersistentVolume): void {
  if (metadata.creationTimestamp !== undefined) {
    status.lastPhaseTransitionTime = metadata.creationTimestamp;
  }
}

/** Who writes the same phase again without a time does not mean to forget it. Changes the volume in place. */
export function keepPhaseTime({ status }: PersistentVolume, old: Readonly<PersistentVolume>): void {
  const { phase, lastPhaseTransitionTime } = old.status;
  if (status.phase === phase && lastPhaseTransitionTime !== undefined) {
    status.lastPhaseTransitionTime ??= lastPhaseTransitionTime;
  }
}
