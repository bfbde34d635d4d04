/** As whom a process runs, as the kernel says it. */
import { readFile } from 'node:fs/promises';
import type { ProcessUser } from '../runtime.ts';

/** @param pid as this process sees it; undefined: there is no such process, or it cannot be seen from here */
export async function processUser(pid: number): Promise<ProcessUser | undefined> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : readProcessUser(text);
}

/** Pure. */
export function readProcessUser(status: string): ProcessUser | undefined {
  const numbers = (name: string): number[] | undefined =>
    new RegExp(`^${name}:(.*)$`, 'm').exec(status)?.[1]?.split(/\s+/).filter(Boolean).map(Number);
  const [uid] = numbers('Uid') ?? [];
  const [gid] = numbers('Gid') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid, gid, groups: numbers('Groups') ?? [] };
}
