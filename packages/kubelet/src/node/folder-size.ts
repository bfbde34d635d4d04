/** How much of the disk a folder takes. */
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

const BLOCK = 512;

/** In bytes, as they lie on the disk. What goes away meanwhile does not count. Stops at the limit: more is more. */
export async function folderSize(folder: string, limit: number): Promise<number> {
  let size = 0;
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined && size <= limit; next = waiting.pop()) {
    const entries = await opendir(next).catch(() => undefined);
    if (entries === undefined) continue;
    try {
      for await (const entry of entries) {
        const path = join(next, entry.name);
        const { blocks = 0 } = (await lstat(path).catch(() => undefined)) ?? {};
        size += blocks * BLOCK;
        if (entry.isDirectory()) waiting.push(path);
        if (size > limit) break;
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return size;
}
