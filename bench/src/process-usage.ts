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

/** Processor time of the processes that this one has started and that have ended, in microseconds; undefined likewise. */
export async function endedChildrenTime(): Promise<number | undefined> {
  const stat = await readProc(process.pid, 'stat');
  return stat === undefined ? undefined : parseChildrenTime(stat);
}

/** Processor time of the cgroup of a process, of processes in it that have ended too: microseconds. Linux only. */
export async function cgroupTime(pid: number): Promise<number> {
  const file = cgroupTimeFile(await readFile(`/proc/${pid}/cgroup`, 'utf8'));
  const text = await readFile(file, 'utf8');
  return file.endsWith('cpu.stat') ? Number(/^usage_usec (\d+)$/m.exec(text)?.[1]) : Number(text) / 1000;
}

/** Where the kernel tells it, out of `/proc/<pid>/cgroup`: version 1 has a tree for it, version 2 one for all. */
export function cgroupTimeFile(cgroups: string): string {
  const [, trees, path] = /^\d+:((?:\w+,)*cpuacct(?:,\w+)*):(.*)$/m.exec(cgroups) ?? [];
  if (trees !== undefined) return `/sys/fs/cgroup/${trees}${path}/cpuacct.usage`;
  return `/sys/fs/cgroup${/^0::(.*)$/m.exec(cgroups)?.[1] ?? ''}/cpu.stat`;
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
  return sumOfTicks(stat, 11);
}

/** The same of its children that have ended. */
export function parseChildrenTime(stat: string): number {
  return sumOfTicks(stat, 13);
}

/** User time is in the field given, system time in the next; both are counted after the name. */
function sumOfTicks(stat: string, field: number): number {
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[field]), Number(fields[field + 1])];
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
