// What a process costs the machine: processor time and memory, as Linux counts them.

import { readFile } from 'node:fs/promises';

export interface MemoryUse {
  /** Resident memory in MB: what of the process is in memory, shared pages counted in full. */
  readonly rss: number;
  /** The same with each shared page divided among those who share it. */
  readonly pss: number;
}

/** Processor time of a process since its start, in microseconds; undefined where the system does not tell. */
export async function processorTime(pid: number): Promise<number | undefined> {
  const stat = await readProc(pid, 'stat');
  return stat === undefined ? undefined : parseProcessorTime(stat);
}

/** The memory of a process; undefined where the system does not tell. */
export async function memoryUse(pid: number): Promise<MemoryUse | undefined> {
  const rollup = await readProc(pid, 'smaps_rollup');
  return rollup === undefined ? undefined : parseMemoryUse(rollup);
}

/** Linux counts processor time in hundredths of a second, whatever its own clock does. */
const tickMicroseconds = 10_000;

/** User and system time out of `/proc/<pid>/stat`. */
export function parseProcessorTime(stat: string): number {
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  if (!Number.isInteger(user) || !Number.isInteger(system)) throw new Error(`Cannot read processor time in: ${stat}`);
  return (user + system) * tickMicroseconds;
}

/** RSS and PSS out of `/proc/<pid>/smaps_rollup`. */
export function parseMemoryUse(rollup: string): MemoryUse {
  const megabytes = (name: string): number => {
    const kibibytes = new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(rollup)?.[1];
    if (kibibytes === undefined) throw new Error(`Cannot read ${name} in: ${rollup}`);
    return (Number(kibibytes) * 1024) / 1e6;
  };
  return { rss: megabytes('Rss'), pss: megabytes('Pss') };
}

async function readProc(pid: number, file: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  return readFile(`/proc/${pid}/${file}`, 'utf8');
}
