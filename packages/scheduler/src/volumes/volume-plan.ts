/** What has to be done about the volumes of a pod before it can run on a certain node. */
import type { PersistentVolume, PersistentVolumeClaim } from '@wherry/api/core-v1';

export interface VolumePlan {
  /** Volumes that are there, and the claims that are to have them. */
  readonly bindings: readonly VolumeBindingPlan[];
  /** Claims for which volumes are to be made for the node. */
  readonly provisions: readonly Readonly<PersistentVolumeClaim>[];
}

export interface VolumeBindingPlan {
  readonly volume: Readonly<PersistentVolume>;
  readonly claim: Readonly<PersistentVolumeClaim>;
}

/** Of a class whose volumes are made by hand only. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';
