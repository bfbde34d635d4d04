// The processes that a benchmark starts end with it, however it ends.

import type { ChildProcess } from 'node:child_process';

/** Sees to it that a process does not outlive this one. */
export function endWithThis(child: ChildProcess): void {
  const end = (): void => void child.kill('SIGKILL');
  process.on('exit', end);
  child.on('exit', () => process.off('exit', end));
}
