/** From a claim of a pod to the storage that is bound to it, as far as this node can mount such storage. */
import { isNotFound, StatusError } from '@wherry/api';
import {
  PersistentVolumeClaims,
  PersistentVolumes,
  type PersistentVolume,
  type Pod,
  type Volume,
} from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { VolumeError } from './payloads.ts';

export interface ClaimedPath {
  /** On the node. */
  readonly path: string;
  /** As `hostPath` has it. */
  readonly type: 'Directory' | 'DirectoryOrCreate' | 'File' | '';
  readonly readOnly: boolean;
  /** Whether its files become those of the pod's group. */
  readonly takesGroup: boolean;
}

export type ClaimReader = (pod: Readonly<Pod>, volume: Readonly<Volume>) => Promise<ClaimedPath>;

const MOST_KEPT = 1000;

/** The reader throws a VolumeError for what is missing, not bound, or not to be had on this node. */
export function createClaimReader({ client }: { readonly client: Pick<Client, 'get'> }): ClaimReader {
  const known = new Map<string, ClaimedPath>();
  const read = reading(client);
  return async (pod, volume) => {
    const key = `${pod.metadata.uid ?? ''}/${volume.name}`;
    try {
      const found = await read(pod, volume);
      const [oldest] = known.keys();
      if (oldest !== undefined && known.size >= MOST_KEPT) known.delete(oldest);
      known.set(key, found);
      return found;
    } catch (error) {
      // While the API does not answer, pods of this node start with what was last known.
      const last = known.get(key);
      if (last === undefined || error instanceof VolumeError || error instanceof StatusError) throw error;
      return last;
    }
  };
}

function reading(client: Pick<Client, 'get'>): ClaimReader {
  return async (pod, volume) => {
    const { namespace = '', name: podName = '', uid } = pod.metadata;
    const { persistentVolumeClaim: source } = volume;
    const name = source?.claimName ?? `${podName}-${volume.name}`;
    const failed = (why: string) =>
      new VolumeError(
        `Unable to attach or mount volumes: unmounted volumes=[${volume.name}], unattached volumes=[], failed to process volumes=[${volume.name}]: error processing PVC ${namespace}/${name}: ${why}`,
      );
    const claim = await client.get(PersistentVolumeClaims, { namespace, name }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
      throw failed(`failed to fetch PVC from API server: persistentvolumeclaims "${name}" not found`);
    });
    const isOwn = (claim.metadata.ownerReferences ?? []).some((owner) => owner.uid === uid);
    if (source === undefined && !isOwn)
      throw failed(`PVC ${namespace}/${name} was not created for pod ${namespace}/${podName} (pod is not owner)`);
    if (claim.metadata.deletionTimestamp !== undefined && !isInUse(pod)) throw failed('PVC is being deleted');
    if (claim.status.phase !== 'Bound' || (claim.spec.volumeName ?? '') === '') throw failed('PVC is not bound');
    const { volumeName = '' } = claim.spec;
    const found = await client.get(PersistentVolumes, { name: volumeName }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
      throw failed(`failed to fetch PV ${volumeName} from API server: persistentvolumes "${volumeName}" not found`);
    });
    if (found.spec.claimRef?.uid !== undefined && found.spec.claimRef.uid !== claim.metadata.uid)
      throw failed(`PV ${volumeName} is bound to another claim`);
    return { ...pathOf(found), readOnly: source?.readOnly === true };
  };
}

/** A claim that is to go stays as long as pods use it, and serves those. */
function isInUse({ status }: Readonly<Pod>): boolean {
  return (status.containerStatuses ?? []).some(({ containerID }) => containerID !== undefined);
}

function pathOf({ metadata, spec }: Readonly<PersistentVolume>): Omit<ClaimedPath, 'readOnly'> {
  const name = metadata.name ?? '';
  if (spec.volumeMode === 'Block')
    throw new VolumeError(`MapVolume.SetUp failed for volume "${name}" : this node has no block volumes`);
  if ((spec.mountOptions ?? []).length > 0)
    throw new VolumeError(
      `MountVolume.MountOptionSupport check failed for volume "${name}" : mount options are not supported for this volume type`,
    );
  if (spec.hostPath !== undefined) {
    const { path, type } = spec.hostPath;
    const isKept = type === 'File' || type === 'Directory' || type === 'DirectoryOrCreate';
    return { path, type: isKept ? type : '', takesGroup: false };
  }
  if (spec.local !== undefined) return { path: spec.local.path, type: 'Directory', takesGroup: true };
  const kind = Object.entries(spec).find(([key, value]) => isSource(key, value))?.[0] ?? 'unknown';
  throw new VolumeError(
    `MountVolume.SetUp failed for volume "${name}" : no volume plugin matched: this node mounts hostPath and local volumes, not ${kind}`,
  );
}

const NOT_SOURCES = new Set(['capacity', 'claimRef', 'nodeAffinity']);

function isSource(key: string, value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !NOT_SOURCES.has(key);
}
