/** Finds a volume that is there for a claim that waits: the smallest that will do. Pure. */
import { matchNodeSelector, type SelectableNode } from './node-selection.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import type { PersistentVolume } from './persistent-volume.ts';
import { isVolumeMeantFor, storageClassOf } from './volume-binding.ts';
import { compileLabelSelector } from '../selectors/label-selector.ts';
import { Quantity } from '../scalars/quantity.ts';

export interface VolumeSearch {
  readonly volumes: Iterable<Readonly<PersistentVolume>>;
  /** Volumes that another claim of the pod is to have. @default none */
  readonly taken?: ReadonlySet<string>;
  /** From where it must be reachable. @default anywhere */
  readonly node?: SelectableNode;
  /** Only volumes that are kept for this claim. @default false */
  readonly reservedOnly?: boolean;
}

/** What a volume has, or a claim asks for. */
const storageOf = (amounts: Readonly<Record<string, string>> | undefined): Quantity =>
  Quantity.parse(amounts?.['storage'] ?? '0');

export function findVolume(
  claim: Readonly<PersistentVolumeClaim>,
  { volumes, taken, node, reservedOnly = false }: VolumeSearch,
): Readonly<PersistentVolume> | undefined {
  const className = storageClassOf(claim);
  const wanted = storageOf(claim.spec.resources.requests);
  const selector = claim.spec.selector === undefined ? undefined : compileLabelSelector(claim.spec.selector);
  let best: Readonly<PersistentVolume> | undefined;
  for (const volume of volumes) {
    if (taken?.has(volume.metadata.name ?? '') === true || !couldServe(volume, claim, wanted)) continue;
    const isReachable = node === undefined || isVolumeReachableFrom(volume, node);
    if (isVolumeMeantFor(volume, claim)) return isReachable ? volume : undefined;
    if (reservedOnly || volume.spec.claimRef !== undefined || volume.status.phase !== 'Available') continue;
    if (!isReachable || storageClassOf(volume) !== className || !offersModes(volume, claim)) continue;
    if (selector !== undefined && !selector.matches(volume.metadata.labels ?? {})) continue;
    if (best === undefined || storageOf(best.spec.capacity).compare(storageOf(volume.spec.capacity)) > 0) best = volume;
  }
  return best;
}

/** Whether a volume can be reached from a node. */
export function isVolumeReachableFrom({ spec }: Readonly<PersistentVolume>, node: SelectableNode): boolean {
  const required = spec.nodeAffinity?.required;
  return required === undefined || matchNodeSelector(required)(node);
}

function couldServe(
  volume: Readonly<PersistentVolume>,
  claim: Readonly<PersistentVolumeClaim>,
  wanted: Quantity,
): boolean {
  return (
    isLargeEnough(volume, wanted) &&
    haveSameMode(volume, claim) &&
    haveSameAttributes(volume, claim) &&
    volume.metadata.deletionTimestamp === undefined
  );
}

const isLargeEnough = ({ spec }: Readonly<PersistentVolume>, wanted: Quantity): boolean =>
  storageOf(spec.capacity).compare(wanted) >= 0;
const haveSameMode = ({ spec }: Readonly<PersistentVolume>, claim: Readonly<PersistentVolumeClaim>): boolean =>
  (spec.volumeMode ?? 'Filesystem') === (claim.spec.volumeMode ?? 'Filesystem');
const haveSameAttributes = ({ spec }: Readonly<PersistentVolume>, claim: Readonly<PersistentVolumeClaim>): boolean =>
  (spec.volumeAttributesClassName ?? '') === (claim.spec.volumeAttributesClassName ?? '');
const offersModes = ({ spec }: Readonly<PersistentVolume>, claim: Readonly<PersistentVolumeClaim>): boolean =>
  (claim.spec.accessModes ?? []).every((mode) => spec.accessModes?.includes(mode));

/** Why a volume that a claim names itself is not for it; undefined when it is. */
export function volumeMismatch(
  volume: Readonly<PersistentVolume>,
  claim: Readonly<PersistentVolumeClaim>,
): string | undefined {
  if (volume.metadata.deletionTimestamp !== undefined) {
    return `the volume is marked for deletion "${volume.metadata.name ?? ''}"`;
  }
  if (!isLargeEnough(volume, storageOf(claim.spec.resources.requests))) return 'requested PV is too small';
  if (!haveSameAttributes(volume, claim)) return 'volumeAttributesClassName does not match';
  if (storageClassOf(volume) !== storageClassOf(claim)) return 'storageClassName does not match';
  if (!haveSameMode(volume, claim)) return 'incompatible volumeMode';
  return offersModes(volume, claim) ? undefined : 'incompatible accessMode';
}
