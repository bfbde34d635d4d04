/** The volumes of pods on this node: made before containers start, kept up to date while they run, and taken away after. */
import { chmod, chown, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Quantity } from '@wherry/api';
import type { Pod, Volume } from '@wherry/api/core-v1';
import type { PodRef, Runtime } from '../runtime/runtime.ts';
import { writeAtomically } from './atomic-writer.ts';
import type { ClaimReader } from './claims.ts';
import { giveToGroup } from './give-to-group.ts';
import { prepareHostPath } from './host-path.ts';
import { payloadOf, VolumeError, type PayloadSources } from './payloads.ts';

/** Where a volume is: a path of the node, or a volume of the engine. */
export interface VolumePlace {
  readonly type: 'bind' | 'volume';
  readonly source: string;
  /** Nobody may write to it. */
  readonly readOnly?: boolean;
  /** Nor is anything made in it that is not there. */
  readonly isFixed?: boolean;
}

export interface PodVolumesOptions {
  /** A folder that has the same path here and on the engine's host. */
  readonly root: string;
  /** Where this process finds the files of the node. @default here: '' */
  readonly hostRoot?: string;
  readonly runtime: Pick<Runtime, 'createVolume' | 'volumes' | 'removeVolume'>;
  readonly claims: ClaimReader;
}

export interface PodVolumes {
  /** Where the files of a pod lie that are not in its volumes. */
  podFolder(uid: string): string;
  /** Makes what is missing and refreshes the rest; by name. @throws VolumeError */
  ensure(pod: Readonly<Pod>, from: PayloadSources): Promise<ReadonlyMap<string, VolumePlace>>;
  remove(uid: string): Promise<void>;
  /** The uids of the pods of which there are files. */
  pods(): Promise<string[]>;
}

export function createPodVolumes({ root, hostRoot = '', runtime, claims }: PodVolumesOptions): PodVolumes {
  const podFolder = (uid: string) => join(root, 'pods', uid);
  const given = new Set<string>();
  return {
    podFolder,
    async ensure(pod, from) {
      const places = new Map<string, VolumePlace>();
      for (const volume of pod.spec.volumes ?? []) {
        // These wait for the containers that mount them.
        if (volume.image !== undefined) continue;
        const place = await ensureVolume(volume, {
          pod,
          from,
          folder: podFolder(pod.metadata.uid ?? ''),
          hostRoot,
          runtime,
          claims,
          given,
        });
        places.set(volume.name, place);
      }
      return places;
    },
    async remove(uid) {
      for (const key of given) if (key.startsWith(`${uid}/`)) given.delete(key);
      for (const name of await runtime.volumes(uid)) await runtime.removeVolume(name);
      await rm(podFolder(uid), { recursive: true, force: true });
    },
    pods: () => readdir(join(root, 'pods')).catch(() => []),
  };
}

interface Surroundings {
  readonly pod: Readonly<Pod>;
  readonly from: PayloadSources;
  readonly folder: string;
  readonly hostRoot: string;
  readonly runtime: PodVolumesOptions['runtime'];
  readonly claims: ClaimReader;
  /** Volumes that are their pod's group's, as `uid/name`. */
  readonly given: Set<string>;
}

/** What says already which volume it is about. */
const WHOLE = /^(Unable to attach or mount|M\w+\.\w+ (check )?failed)/;

async function ensureVolume(volume: Readonly<Volume>, around: Surroundings): Promise<VolumePlace> {
  const { name, hostPath, emptyDir } = volume;
  try {
    if (hostPath !== undefined) {
      await prepareHostPath(hostPath, around.hostRoot);
      return { type: 'bind', source: hostPath.path };
    }
    if (volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined) {
      const { path, type, readOnly, takesGroup } = await around.claims(around.pod, volume);
      await prepareHostPath({ path, type }, around.hostRoot);
      if (takesGroup && !readOnly) await giveOnce(name, around, `${around.hostRoot}${path}`);
      return { type: 'bind', source: path, readOnly };
    }
    if (emptyDir?.medium === 'Memory') return await ensureMemory(name, emptyDir.sizeLimit, around);
    if (emptyDir !== undefined) return await ensureEmptyDir(name, around);
    const payload = await payloadOf(volume, around.from);
    if (payload === undefined) {
      const kind = Object.keys(volume).find((key) => key !== 'name') ?? 'unknown';
      throw new VolumeError(`no volume plugin matched: this node has no volumes of the kind ${kind}`);
    }
    const source = join(around.folder, 'volumes', `kubernetes.io~${kindOf(volume)}`, name);
    await writeAtomically(source, payload, { group: around.pod.spec.securityContext?.fsGroup });
    // What containers wrote there would be gone with the next change.
    return { type: 'bind', source, readOnly: true };
  } catch (error) {
    if (!(error instanceof VolumeError) || WHOLE.test(error.message)) throw error;
    throw new VolumeError(`MountVolume.SetUp failed for volume "${name}" : ${error.message}`, { cause: error });
  }
}

/** Before the first container of the pod, not each time that it is looked at. */
async function giveOnce(name: string, { pod, given }: Surroundings, path: string): Promise<void> {
  const { fsGroup: group, fsGroupChangePolicy: policy } = pod.spec.securityContext ?? {};
  const key = `${pod.metadata.uid ?? ''}/${name}`;
  if (group === undefined || given.has(key)) return;
  await giveToGroup(path, { group, ...(policy === undefined ? {} : { policy }) });
  given.add(key);
}

function kindOf({ configMap, secret, downwardAPI }: Readonly<Volume>): string {
  if (configMap !== undefined) return 'configmap';
  if (secret !== undefined) return 'secret';
  return downwardAPI === undefined ? 'projected' : 'downward-api';
}

async function ensureMemory(
  name: string,
  sizeLimit: string | undefined,
  { pod, runtime }: Surroundings,
): Promise<VolumePlace> {
  const { uid = '', namespace = '', name: podName = '' } = pod.metadata;
  const ref: PodRef = { uid, namespace, name: podName };
  const group = pod.spec.securityContext?.fsGroup;
  const source = `wherry_${uid}_${name}`;
  await runtime.createVolume(source, {
    pod: ref,
    ...(sizeLimit === undefined ? {} : { sizeBytes: Number(Quantity.parse(sizeLimit).value()) }),
    ...(group === undefined ? {} : { group }),
  });
  return { type: 'volume', source };
}

async function ensureEmptyDir(name: string, { pod, folder }: Surroundings): Promise<VolumePlace> {
  const source = join(folder, 'volumes', 'kubernetes.io~empty-dir', name);
  const made = await mkdir(source, { recursive: true });
  if (made !== undefined) {
    const group = pod.spec.securityContext?.fsGroup;
    if (group !== undefined) await chown(source, -1, group);
    // Against the umask; with a group, what is made inside belongs to it too.
    await chmod(source, group === undefined ? 0o777 : 0o2777);
  }
  return { type: 'bind', source };
}
