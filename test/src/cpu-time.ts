// The processor time that a process has used: what a piece of work costs, whatever else the machine is doing.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The kernel counts in hundredths of a second on every Linux that matters. */
const tickMs = 10;

/** Milliseconds of processor time, user and system, since the process began. */
export async function cpuTimeOf(pid: number): Promise<number> {
  if (process.platform !== 'linux') return timeFromPs(pid);
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The command's name, in parentheses, may hold anything; the fields are counted after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

async function timeFromPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'cputime=', '-p', String(pid)]);
  const seconds = stdout
    .trim()
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds * 1000;
}
