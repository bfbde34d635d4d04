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

export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** Of a class whose volumes are made by hand only. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Whether a claim has its volume for good. */
export function isBound({ spec, metadata }: Readonly<PersistentVolumeClaim>): boolean {
  return (spec.volumeName ?? '') !== '' && metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

/** The storage class that a claim names; the old annotation goes before the field. */
export function classOfClaim({ metadata, spec }: Readonly<PersistentVolumeClaim>): string {
  return metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? '';
}

export function classOfVolume({ metadata, spec }: Readonly<PersistentVolume>): string {
  return metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? '';
}
