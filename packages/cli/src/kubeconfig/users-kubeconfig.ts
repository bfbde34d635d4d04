/** The user's own kubeconfig, as a file: found as kubectl finds it, backed up before it is changed, replaced in one step. */
import { copyFile, open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../settings.ts';
import { replaceFile } from '../state.ts';

/** A change could not be made; the file is as it was. */
export class KubeconfigInUse extends Error {
  override readonly name = 'KubeconfigInUse';
}

/** The file that kubectl would change. */
export function usersKubeconfig(environment: Environment): string {
  const files = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const home = join(environment['HOME'] ?? '', '.kube', 'config');
  return files.find((file) => existsSync(file)) ?? files.at(-1) ?? home;
}

/** Where the file is kept as it was before the last change. */
export const backupOf = (file: string): string => `${file}.before-wherry`;

/**
 * Changes a file that may not be there.
 * @param change from the old text to the new one; the same text changes nothing
 * @throws KubeconfigInUse when another program is changing it; what `change` throws
 */
export async function changeKubeconfig(file: string, change: (text: string | undefined) => string): Promise<boolean> {
  // A link stays one.
  const place = await realpath(file).catch(() => file);
  const before = await readFile(place, 'utf8').catch(() => undefined);
  const after = change(before);
  if (after === before) return false;
  const unlock = await lock(`${file}.lock`, before !== undefined);
  try {
    const mode = before === undefined ? 0o600 : (await stat(place)).mode & 0o777;
    if (before !== undefined) await copyFile(place, backupOf(file));
    await replaceFile(place, after, mode);
  } finally {
    await unlock();
  }
  return true;
}

/** The lock that kubectl takes too. */
async function lock(path: string, isThere: boolean): Promise<() => Promise<void>> {
  if (!isThere) return () => Promise.resolve();
  try {
    await (await open(path, 'wx')).close();
  } catch (cause) {
    throw new KubeconfigInUse(`another program is changing it, or has left its lock behind: ${path}`, { cause });
  }
  return () => rm(path, { force: true });
}
