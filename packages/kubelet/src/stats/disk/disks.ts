/**
 * What pods take of the disks. Walking through folders is slow, so it happens in the background, one pod after the other,
 * at most once a minute, and only while somebody asks: answers are what was found last.
 */
import { readFileSync } from 'node:fs';
import { readdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '@wherry/component';
import type { Images } from '../../runtime/runtime.ts';
import type { ContainerSample, PodSample } from '../sample.ts';
import { folderSize, type FolderSize } from './folder-usage.ts';

export interface FilesystemUsage {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly capacityBytes: number;
  readonly availableBytes: number;
  readonly usedBytes: number;
  readonly inodes: number;
  readonly inodesFree: number;
}

export interface FolderUsage extends FolderSize {
  readonly at: number;
  /** The filesystem that it is on. */
  readonly filesystem: FilesystemUsage | undefined;
}

export interface PodDisks {
  /** What containers have written into their own files, and their logs, by container id. */
  readonly rootfs: ReadonlyMap<string, FolderUsage>;
  readonly logs: ReadonlyMap<string, FolderUsage>;
  readonly volumes: ReadonlyMap<string, FolderUsage>;
  /** All of it that goes with the pod. */
  readonly ephemeral: FolderUsage;
}

export interface NodeDisks {
  readonly root: FilesystemUsage | undefined;
  readonly images: FilesystemUsage | undefined;
  readonly containers: FilesystemUsage | undefined;
}

export interface Disks {
  /** Undefined until the first look. */
  readonly ofPod: (uid: string) => PodDisks | undefined;
  /** What a container has written into its own files, in bytes; by its id. */
  readonly written: (id: string) => number | undefined;
  readonly node: NodeDisks;
  /** Says that somebody asks, about these pods. */
  ask(pods: readonly PodSample[]): void;
  /** Resolves when no look is under way. */
  settled(): Promise<void>;
}

export interface DisksOptions {
  /** Where the folders of pods are. */
  readonly root: string;
  /** Where this process finds the files of the engine's machine. */
  readonly hostRoot: string;
  readonly procRoot: string;
  readonly images: Pick<Images, 'list'>;
  readonly clock: Clock;
}

const PAUSE_MS = 60_000;

export function createDisks(options: DisksOptions): Disks {
  const { clock } = options;
  const found = new Map<string, PodDisks>();
  let node: NodeDisks = { root: undefined, images: undefined, containers: undefined };
  let looked = -Infinity;
  let look = Promise.resolve();
  const lookAt = async (pods: readonly PodSample[]): Promise<void> => {
    node = await nodeDisks(options, pods);
    for (const uid of found.keys()) if (!pods.some(({ pod }) => pod.uid === uid)) found.delete(uid);
    for (const pod of pods) found.set(pod.pod.uid, await podDisks(pod, options));
    looked = clock.monotonic();
  };
  let isLooking = false;
  return {
    ofPod: (uid) => found.get(uid),
    written: (id) =>
      [...found.values()].map(({ rootfs }) => rootfs.get(id)).find((usage) => usage !== undefined)?.usedBytes,
    get node() {
      return node;
    },
    ask(pods) {
      if (isLooking || clock.monotonic() - looked < PAUSE_MS) return;
      isLooking = true;
      look = lookAt(pods)
        .catch(() => undefined)
        .finally(() => (isLooking = false));
    },
    settled: () => look,
  };
}

async function podDisks(pod: PodSample, options: DisksOptions): Promise<PodDisks> {
  const { root, clock } = options;
  const rootfs = new Map<string, FolderUsage>();
  const logs = new Map<string, FolderUsage>();
  const volumes = new Map<string, FolderUsage>();
  for (const container of pod.containers) {
    const layer = writableLayer(container, options);
    if (layer === undefined) continue;
    await note(rootfs, container.id, { folder: layer.folder, clock });
    await note(logs, container.id, { folder: join(layer.engineRoot, 'containers', container.id), clock });
  }
  const volumesFolder = join(root, 'pods', pod.pod.uid, 'volumes');
  for (const plugin of await namesIn(volumesFolder)) {
    for (const name of await namesIn(join(volumesFolder, plugin)))
      await note(volumes, name, { folder: join(volumesFolder, plugin, name), clock });
  }
  const all: FolderUsage[] = [...rootfs.values(), ...logs.values(), ...volumes.values()];
  const ephemeral = {
    at: clock.now().getTime(),
    filesystem: await filesystemOf(root, clock),
    usedBytes: all.reduce((sum, { usedBytes }) => sum + usedBytes, 0),
    inodesUsed: all.reduce((sum, { inodesUsed }) => sum + inodesUsed, 0),
  };
  return { rootfs, logs, volumes, ephemeral };
}

interface Place {
  readonly folder: string;
  readonly clock: Clock;
}

async function note(usages: Map<string, FolderUsage>, name: string, { folder, clock }: Place): Promise<void> {
  const size = await folderSize(folder).catch(() => undefined);
  if (size === undefined) return;
  usages.set(name, { ...size, at: clock.now().getTime(), filesystem: await filesystemOf(folder, clock) });
}

async function nodeDisks(options: DisksOptions, pods: readonly PodSample[]): Promise<NodeDisks> {
  const { root, images, clock } = options;
  const [container] = pods.flatMap(({ containers }) => containers);
  const layer = container === undefined ? undefined : writableLayer(container, options);
  const containers = layer === undefined ? undefined : await filesystemOf(layer.engineRoot, clock);
  const imageBytes = (await images.list()).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return {
    root: await filesystemOf(root, clock),
    images: containers === undefined ? undefined : { ...containers, usedBytes: imageBytes },
    containers,
  };
}

interface Layer {
  /** Both as this process finds them. */
  readonly folder: string;
  readonly engineRoot: string;
}

/** Where a container's own files are, as its mounts have it. Undefined with drivers that do not lay files over files. */
function writableLayer({ pid }: ContainerSample, { procRoot, hostRoot }: DisksOptions): Layer | undefined {
  try {
    const mounts = readFileSync(join(procRoot, String(pid), 'mountinfo'), 'utf8');
    const [, upper] = /^\S+ \S+ \S+ \S+ \/ .* - overlay .*upperdir=([^,\s]+)/m.exec(mounts) ?? [];
    if (upper === undefined) return undefined;
    // <root>/overlay2/<layer>/diff
    return { folder: join(hostRoot, upper), engineRoot: join(hostRoot, dirname(dirname(dirname(upper)))) };
  } catch {
    return undefined;
  }
}

async function filesystemOf(folder: string, clock: Clock): Promise<FilesystemUsage | undefined> {
  const found = await statfs(folder).catch(() => undefined);
  if (found === undefined) return undefined;
  const { bsize, blocks, bavail, bfree, files, ffree } = found;
  return {
    at: clock.now().getTime(),
    capacityBytes: blocks * bsize,
    availableBytes: bavail * bsize,
    usedBytes: (blocks - bfree) * bsize,
    inodes: files,
    inodesFree: ffree,
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
