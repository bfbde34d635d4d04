/** A claim as it is to be written when it gets a volume or loses it: pure. The very same claim when nothing changes. */
import { Quantity } from '@wherry/api';
import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  type PersistentVolume,
  type PersistentVolumeClaim,
  type PersistentVolumeClaimPhase,
} from '@wherry/api/core-v1';

type Claim = Readonly<PersistentVolumeClaim>;

/** The claim with the volume as its own. */
export function claimBoundTo(volume: Readonly<PersistentVolume>, claim: Claim): Claim {
  const { metadata, spec } = claim;
  const { name = '' } = volume.metadata;
  const isNamed = spec.volumeName === name;
  if (isNamed && metadata.annotations?.[BIND_COMPLETED] !== undefined) return claim;
  const annotations = {
    ...metadata.annotations,
    ...(isNamed ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }),
    [BIND_COMPLETED]: 'yes',
  };
  return { ...claim, metadata: { ...metadata, annotations }, spec: { ...spec, volumeName: name } };
}

/** The claim in a phase, with what it has of its volume. */
export function claimInPhase(
  claim: Claim,
  phase: PersistentVolumeClaimPhase,
  volume?: Readonly<PersistentVolume>,
): Claim {
  const { accessModes, capacity, ...rest } = claim.status;
  if (volume === undefined) {
    const isRight = rest.phase === phase && accessModes === undefined && capacity === undefined;
    return isRight ? claim : { ...claim, status: { ...rest, phase } };
  }
  const wanted = volume.spec.accessModes ?? [];
  // Later it may differ: a file system that has not grown with its volume yet.
  const gainsCapacity = rest.phase !== phase && !isSameSize(capacity, volume.spec.capacity);
  if (rest.phase === phase && wanted.join() === (accessModes ?? []).join()) return claim;
  const amounts = gainsCapacity ? volume.spec.capacity : capacity;
  const status = { ...rest, phase, accessModes: wanted, ...(amounts === undefined ? {} : { capacity: amounts }) };
  return { ...claim, status };
}

type Amounts = Readonly<Record<string, string>> | undefined;

function isSameSize(one: Amounts, other: Amounts): boolean {
  const [a, b] = [one?.['storage'], other?.['storage']];
  return a !== undefined && b !== undefined && Quantity.parse(a).compare(Quantity.parse(b)) === 0;
}
