/** What must be at a path of the node, or is made there, before containers see it. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import type { HostPathType, HostPathVolumeSource } from '@wherry/api/core-v1';
import type { Stats } from 'node:fs';
import { VolumeError } from './payloads.ts';

const CHECKS: Readonly<Record<Exclude<HostPathType, ''>, readonly [(found: Stats) => boolean, string]>> = {
  Directory: [(found) => found.isDirectory(), 'directory'],
  DirectoryOrCreate: [(found) => found.isDirectory(), 'directory'],
  File: [(found) => found.isFile(), 'file'],
  FileOrCreate: [(found) => found.isFile(), 'file'],
  Socket: [(found) => found.isSocket(), 'socket file'],
  CharDevice: [(found) => found.isCharacterDevice(), 'character device'],
  BlockDevice: [(found) => found.isBlockDevice(), 'block device'],
};

/** @param root where this process finds the files of the node @throws VolumeError */
export async function prepareHostPath(
  { path, type = '' }: Readonly<HostPathVolumeSource>,
  root: string,
): Promise<void> {
  const here = `${root}${path}`;
  const found = await stat(here).catch(() => undefined);
  if (type === '') {
    // The engine refuses to mount what is not there; Kubernetes' runtimes make a directory of it.
    if (found === undefined) await mkdir(here, { recursive: true, mode: 0o755 });
    return;
  }
  if (found === undefined && type === 'DirectoryOrCreate') {
    await mkdir(here, { recursive: true, mode: 0o755 });
    return;
  }
  if (found === undefined && type === 'FileOrCreate') {
    await writeFile(here, '', { mode: 0o644 }).catch((error: Error) => {
      throw new VolumeError(`hostPath type check failed: ${error.message}`, { cause: error });
    });
    return;
  }
  const [isRight, noun] = CHECKS[type];
  if (found === undefined || !isRight(found))
    throw new VolumeError(`hostPath type check failed: ${path} is not a ${noun}`);
}
