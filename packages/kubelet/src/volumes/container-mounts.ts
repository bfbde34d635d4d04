/** What of a pod's volumes a container sees, and where. */
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Container, VolumeMount } from '@wherry/api/core-v1';
import { configError, StartError } from '../containers/config-error.ts';
import { expand } from '../containers/expand.ts';
import type { Mount } from '../runtime/runtime.ts';
import type { VolumePlace } from './pod-volumes.ts';

export interface MountSources {
  readonly places: ReadonlyMap<string, VolumePlace>;
  readonly environment: ReadonlyMap<string, string>;
  /** Where this process finds the files of the node. */
  readonly hostRoot: string;
}

/** @throws StartError for a volume that there is not, and for a path that leads out of its volume */
export async function containerMounts(
  { volumeMounts = [] }: Readonly<Pick<Container, 'volumeMounts'>>,
  sources: MountSources,
): Promise<Mount[]> {
  return Promise.all(volumeMounts.map((mount) => mountOf(mount, sources)));
}

const PERMISSIONS = 0o7777;

const PROPAGATION = { None: undefined, HostToContainer: 'rslave', Bidirectional: 'rshared' } as const;

async function mountOf(mount: Readonly<VolumeMount>, sources: MountSources): Promise<Mount> {
  const { name, mountPath, readOnly = false, mountPropagation = 'None' } = mount;
  const place = sources.places.get(name);
  if (place === undefined) throw configError(`cannot find volume "${name}" to mount into container`);
  if (mount.recursiveReadOnly === 'Enabled')
    throw configError(
      `failed to resolve recursive read-only mode: volume "${name}" requested recursive read-only mode, but it is not supported by the runtime`,
    );
  const propagation = PROPAGATION[mountPropagation];
  return {
    type: place.type,
    source: await sourceOf(mount, place, sources),
    target: mountPath.startsWith('/') ? mountPath : `/${mountPath}`,
    readOnly: readOnly || place.readOnly === true,
    ...(propagation === undefined ? {} : { propagation }),
  };
}

/**
 * The place within a volume. What is mounted is the path with all links followed, as it was looked at: a link that a
 * container has put there cannot lead out of the volume.
 */
async function sourceOf(mount: Readonly<VolumeMount>, place: VolumePlace, sources: MountSources): Promise<string> {
  const { subPath = '', subPathExpr, name } = mount;
  const path = subPathExpr === undefined ? subPath : expanded(subPathExpr, sources.environment);
  if (path === '') return place.source;
  if (place.type === 'volume') throw configError(`subPath of volume "${name}": not supported in memory`);
  if (path.startsWith('/') || path.split('/').includes('..'))
    throw configError(`subPath of volume "${name}" must stay within it: ${path}`);
  const root = await realpath(`${sources.hostRoot}${place.source}`);
  const wanted = join(root, path);
  const found = await realpath(wanted).catch(() => undefined);
  if (found !== undefined) {
    if (found !== root && !found.startsWith(`${root}/`))
      throw configError(`subPath of volume "${name}" leads out of it: ${path}`);
    return found.slice(sources.hostRoot.length);
  }
  if (place.isFixed === true)
    throw new StartError('CreateContainerError', `subPath ${path} is not in the image of volume "${name}"`);
  await makeWithin(root, path, name);
  return wanted.slice(sources.hostRoot.length);
}

/**
 * Makes the folders of a path one by one, so that a link on the way is noticed before anything is made behind it. They are
 * as open as the volume itself, whoever the container runs as.
 */
async function makeWithin(root: string, path: string, volume: string): Promise<void> {
  const mode = (await stat(root)).mode & PERMISSIONS;
  let folder = root;
  for (const part of path.split('/').filter((each) => each !== '' && each !== '.')) {
    folder = join(folder, part);
    const isNew = await mkdir(folder, { mode }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        return false;
      },
    );
    const real = await realpath(folder);
    // Against the umask, and for the bits that are no permissions.
    if (isNew) await chmod(real, mode);
    if (!real.startsWith(`${root}/`)) throw configError(`subPath of volume "${volume}" leads out of it: ${path}`);
  }
}

function expanded(text: string, environment: ReadonlyMap<string, string>): string {
  return expand(text, (name) => {
    const value = environment.get(name);
    if (value === undefined) throw configError(`failed to expand subPathExpr "${text}": missing value for "${name}"`);
    return value;
  });
}
