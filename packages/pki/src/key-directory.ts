/**
 * The directory that holds keys: readable by its owner only, every file replaced whole or not at all, and the first
 * set of files published in one step, so that of several servers that start together exactly one makes the keys.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The text of a file, or undefined when it does not exist. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Makes a directory that only its owner can enter; one that exists keeps its content but loses other people's access. */
export async function makePrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
}

/** Replaces a file in one step; only its owner can read it. After a crash there is the old text or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomName()}`;
  try {
    await writeDurably(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/**
 * Makes a directory with these files, unless it exists with content already.
 *
 * @returns false when somebody else's directory is there: it stays as it is.
 */
export async function publishDirectory(path: string, files: ReadonlyMap<string, string>): Promise<boolean> {
  const draft = `${path}.${randomName()}`;
  try {
    await mkdir(draft, { mode: 0o700 });
    for (const [name, text] of files) await writeDurably(join(draft, name), text);
    await syncDirectory(draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (hasCode(error, 'ENOTEMPTY') || hasCode(error, 'EEXIST')) return false;
    throw error;
  }
  await syncDirectory(dirname(path));
  return true;
}

async function writeDurably(path: string, text: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
}

async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, 'r');
  await directory.sync();
}

function randomName(): string {
  return `${randomBytes(6).toString('hex')}.new`;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
