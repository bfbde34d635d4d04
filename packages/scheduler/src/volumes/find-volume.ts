/** Finds a volume that is there for a claim that waits: the smallest that will do. */
import { compileLabelSelector, Quantity } from '@wherry/api';
import {
  matchNodeSelector,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type SelectableNode,
} from '@wherry/api/core-v1';
import { classOfVolume } from './volume-plan.ts';

export interface FindOptions {
  /** Of the claim's class. */
  readonly volumes: readonly Readonly<PersistentVolume>[];
  /** Volumes that another claim of the pod is to have. */
  readonly taken: ReadonlySet<string>;
  readonly node: SelectableNode;
  /** Of the claim. */
  readonly className: string;
}

export function findVolume(
  claim: Readonly<PersistentVolumeClaim>,
  { volumes, taken, node, className }: FindOptions,
): Readonly<PersistentVolume> | undefined {
  const wanted = storageOf(claim.spec.resources.requests);
  const selector = claim.spec.selector === undefined ? undefined : compileLabelSelector(claim.spec.selector);
  let best: Readonly<PersistentVolume> | undefined;
  for (const volume of volumes) {
    if (taken.has(volume.metadata.name ?? '') || !couldServe(volume, claim, wanted)) continue;
    const isReachable = isReachableFrom(volume, node);
    if (isMeantFor(volume, claim)) return isReachable ? volume : undefined;
    if (volume.status.phase !== 'Available' || !isReachable || classOfVolume(volume) !== className) continue;
    if (selector !== undefined && !selector.matches(volume.metadata.labels ?? {})) continue;
    if (!offersModes(volume, claim)) continue;
    if (best === undefined || sizeOf(best).compare(sizeOf(volume)) > 0) best = volume;
  }
  return best;
}

/** Whether a volume can be reached from a node. */
export function isReachableFrom({ spec }: Readonly<PersistentVolume>, node: SelectableNode): boolean {
  const required = spec.nodeAffinity?.required;
  return required === undefined || matchNodeSelector(required)(node);
}

/** Whether a volume is bound to this claim, or kept for it. */
export function isMeantFor(
  { spec }: Readonly<PersistentVolume>,
  { metadata }: Readonly<PersistentVolumeClaim>,
): boolean {
  const { claimRef } = spec;
  if (claimRef === undefined) return false;
  if (claimRef.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return (claimRef.uid ?? '') === '' || claimRef.uid === metadata.uid;
}

function couldServe(
  volume: Readonly<PersistentVolume>,
  claim: Readonly<PersistentVolumeClaim>,
  wanted: Quantity,
): boolean {
  const { spec } = volume;
  if (spec.claimRef !== undefined && !isMeantFor(volume, claim)) return false;
  if (sizeOf(volume).compare(wanted) < 0) return false;
  if ((spec.volumeMode ?? 'Filesystem') !== (claim.spec.volumeMode ?? 'Filesystem')) return false;
  if ((spec.volumeAttributesClassName ?? '') !== (claim.spec.volumeAttributesClassName ?? '')) return false;
  return volume.metadata.deletionTimestamp === undefined;
}

function offersModes({ spec }: Readonly<PersistentVolume>, claim: Readonly<PersistentVolumeClaim>): boolean {
  return (claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode));
}

const sizeOf = ({ spec }: Readonly<PersistentVolume>): Quantity => storageOf(spec.capacity);
const storageOf = (amounts: Readonly<Record<string, string>> | undefined): Quantity =>
  Quantity.parse(amounts?.['storage'] ?? '0');
