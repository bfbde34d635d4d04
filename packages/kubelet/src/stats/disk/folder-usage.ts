/** How much a folder takes of its disk: its blocks, and the number of its files, hard links counted once. */
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderSize {
  readonly usedBytes: number;
  readonly inodesUsed: number;
}

const BYTES_PER_BLOCK = 512;

/** What goes meanwhile, or may not be seen, is not counted. Other filesystems below it are not entered. */
export async function folderSize(folder: string): Promise<FolderSize> {
  const top = await lstat(folder);
  const linked = new Set<number>();
  let [blocks, inodes] = [top.blocks, 1];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const name of await namesIn(next)) {
      const path = join(next, name);
      const found = await lstat(path).catch(() => undefined);
      if (found === undefined || found.dev !== top.dev || linked.has(found.ino)) continue;
      if (found.nlink > 1 && !found.isDirectory()) linked.add(found.ino);
      blocks += found.blocks;
      inodes += 1;
      if (found.isDirectory()) folders.push(path);
    }
  }
  return { usedBytes: blocks * BYTES_PER_BLOCK, inodesUsed: inodes };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await Array.fromAsync(await opendir(folder), ({ name }) => name);
  } catch {
    return [];
  }
}
