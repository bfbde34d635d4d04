/**
 * Gives what is in a volume to a group, as `fsGroup` asks: whoever is in it may read and write, and what is made later in its
 * folders is the group's too.
 */
import { chmod, lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodFSGroupChangePolicy } from '@wherry/api/core-v1';

const READ_WRITE = 0o660;
/** To go into a folder, and that its files are of its group. */
const FOLDER = READ_WRITE | 0o2110;

export interface GroupWish {
  readonly group: number;
  /** `OnRootMismatch` trusts a folder that is the group's to hold nothing else. @default Always */
  readonly policy?: PodFSGroupChangePolicy;
}

export async function giveToGroup(path: string, { group, policy = 'Always' }: GroupWish): Promise<void> {
  const { gid, mode } = await lstat(path);
  if (policy === 'OnRootMismatch' && gid === group && (mode & FOLDER) === FOLDER) return;
  await give(path, group);
}

/** The folder itself last: while it is not the group's, there may be something left to do. */
async function give(path: string, group: number): Promise<void> {
  const found = await lstat(path);
  const isFolder = found.isDirectory();
  if (isFolder) for (const name of await readdir(path)) await give(join(path, name), group);
  await lchown(path, found.uid, group);
  if (!found.isSymbolicLink()) await chmod(path, (found.mode & 0o7777) | (isFolder ? FOLDER : READ_WRITE));
}
