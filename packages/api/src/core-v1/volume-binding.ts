/** What binds a PersistentVolume and a claim to each other: the marks on both, and who is meant for whom. Pure. */
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import { STORAGE_CLASS_ANNOTATION } from './persistent-volume-claim-validation.ts';
import type { PersistentVolume } from './persistent-volume.ts';
import type { ObjectMeta } from '../meta-v1/object-meta.ts';

/** On a claim: it has had its volume, so that it is lost, not waiting, when it has none. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
/** On a claim or a volume: the binding was not its author's wish, and may be taken back. */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
/** On a volume: who has made it for a claim. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
/** On a claim: the node for which a volume is to be made. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

interface OfClass {
  readonly metadata: Readonly<ObjectMeta>;
  readonly spec: { readonly storageClassName?: string };
}

/** The storage class that a claim or a volume names, empty for none; the old annotation goes before the field. */
export function storageClassOf({ metadata, spec }: OfClass): string {
  return metadata.annotations?.[STORAGE_CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}

/** Whether a claim has its volume for good. */
export function isClaimBound({ spec, metadata }: Readonly<PersistentVolumeClaim>): boolean {
  return (spec.volumeName ?? '') !== '' && metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

/** Whether a volume is bound to this claim, or kept for it. */
export function isVolumeMeantFor(
  { spec }: Readonly<PersistentVolume>,
  { metadata }: Readonly<PersistentVolumeClaim>,
): boolean {
  const { claimRef } = spec;
  if (claimRef === undefined) return false;
  if (claimRef.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return (claimRef.uid ?? '') === '' || claimRef.uid === metadata.uid;
}

/** The volume as it is to be written so that it is the claim's; the very same when it is already. */
export function volumeBoundTo(
  claim: Readonly<PersistentVolumeClaim>,
  volume: Readonly<PersistentVolume>,
): Readonly<PersistentVolume> {
  const { metadata, spec } = volume;
  const isMeant = isVolumeMeantFor(volume, claim);
  if (isMeant && spec.claimRef?.uid === claim.metadata.uid) return volume;
  const { name = '', namespace = '', uid = '', resourceVersion = '' } = claim.metadata;
  const claimRef = { kind: 'PersistentVolumeClaim', apiVersion: 'v1', name, namespace, uid, resourceVersion };
  // Whoever reserved the volume by hand is not the controller.
  const annotations = isMeant ? metadata.annotations : { ...metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
  return {
    ...volume,
    metadata: { ...metadata, ...(annotations === undefined ? {} : { annotations }) },
    spec: { ...spec, claimRef },
  };
}
