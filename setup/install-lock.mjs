// A lock between processes: a file that holds the process id of its owner. It outlives a crash of its owner, so a
// lock whose owner is gone is taken over. Plain JavaScript for any Node ≥ 20: see run.mjs.

import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';

/**
 * Takes the lock, waiting for as long as a living process holds it.
 * @param {{ path: string, say: (line: string) => void, sleep: (ms: number) => Promise<void> }} options
 * @returns {Promise<() => void>} gives the lock back
 */
export async function takeLock({ path, say, sleep }) {
  for (let waited = 0; ; waited += 1) {
    if (createOwned(path)) return () => unlinkSync(path);
    const owner = readOwner(path);
    if (owner !== undefined && !isAlive(owner)) {
      discard(path, owner);
      continue;
    }
    if (waited === 0) say(`wherry: waiting for process ${owner ?? '?'}, which is installing (it holds ${path}) …`);
    await sleep(200);
  }
}

/** Creates the lock with its content in one step: a reader never sees it empty. */
function createOwned(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

function readOwner(path) {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Removes a dead owner's lock, unless another process has done so meanwhile and taken it. */
function discard(path, owner) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readOwner(aside) !== owner) linkSync(aside, path);
  unlinkSync(aside);
}
