/** How much of what this machine has is left, as the kernel tells. */
import { readFile, statfs } from 'node:fs/promises';
import type { Readings } from './pressure.ts';

const KIBIBYTE = 1024;

/** @param root the folder that pods' files lie in */
export async function readMachine(root: string): Promise<Readings> {
  const [memory, load, most, disk] = await Promise.all([
    readFile('/proc/meminfo', 'utf8'),
    readFile('/proc/loadavg', 'utf8'),
    readFile('/proc/sys/kernel/pid_max', 'utf8'),
    statfs(root),
  ]);
  const line = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(memory)?.[1] ?? 0) * KIBIBYTE;
  const threads = Number(/\/(\d+)/.exec(load)?.[1] ?? 0);
  const pids = Number(most);
  return {
    memory: { available: line('MemAvailable'), capacity: line('MemTotal') },
    disk: { available: disk.bavail * disk.bsize, capacity: disk.blocks * disk.bsize },
    pids: { available: pids - threads, capacity: pids },
  };
}
