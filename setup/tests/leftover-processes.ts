// Finds the processes that a test run has left behind. Everything that the tests start inherits a mark in its
// environment; what still carries it when the run is over was not cleaned up.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The environment variable that carries the mark of a run. */
export const runMark = 'WHERRY_TEST_RUN';

export interface LeftoverProcess {
  readonly pid: number;
  readonly command: string;
}

/** The living processes whose environment holds this mark. */
export async function findLeftovers(mark: string): Promise<LeftoverProcess[]> {
  return process.platform === 'linux' ? findInProc(mark) : findWithPs(mark);
}

async function findInProc(mark: string): Promise<LeftoverProcess[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const found = await Promise.all(pids.map((pid) => inspect(pid, mark)));
  return found.filter((process) => process !== undefined);
}

async function inspect(pid: number, mark: string): Promise<LeftoverProcess | undefined> {
  try {
    // A zombie has an empty environment, so it is not counted.
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    if (!environment.split('\0').includes(`${runMark}=${mark}`)) return undefined;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return { pid, command };
  } catch {
    // Ended meanwhile, or another user's.
    return undefined;
  }
}

async function findWithPs(mark: string): Promise<LeftoverProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-Aww', '-E', '-o', 'pid=,command=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(`${runMark}=${mark}`))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().slice(0, 200) }));
}

/** Ends them and all that they started. Returns those that had to be ended: a process that is on its way out is not. */
export async function endLeftovers(mark: string, { graceMs = 2000 } = {}): Promise<LeftoverProcess[]> {
  const deadline = performance.now() + graceMs;
  while (performance.now() < deadline && (await findLeftovers(mark)).length > 0) await sleep(50);
  const ended = new Map<number, LeftoverProcess>();
  // A process may start another between the look and the kill: look again until nothing is found.
  for (let round = 0; round < 20; round += 1) {
    const leftovers = await findLeftovers(mark);
    if (leftovers.length === 0) break;
    for (const leftover of leftovers) {
      ended.set(leftover.pid, leftover);
      kill(leftover.pid);
    }
  }
  return [...ended.values()];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
