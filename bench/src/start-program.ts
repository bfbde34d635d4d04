// One of the programs as a process of this machine, started as users start it. It ends with this process, however it ends.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { starting, systemClock, type Running } from '@wherry/component';
import { programCommandLine } from '../../setup/bundles/command-line.ts';
import { endWithThis } from './child-process.ts';

export interface StartedProgram extends Running {
  readonly pid: number;
  /** The line that it was waited for. */
  readonly line: string;
}

interface Start {
  /** Of the checkout. */
  readonly root: string;
  readonly args: readonly string[];
  /** A line of its output that says that it is ready. @default it is not waited for */
  readonly ready?: RegExp;
  /** How long that may take, in milliseconds. @default 60_000 */
  readonly within?: number;
}

const MOST_LOG = 4000;

/** Resolves when it is ready. @throws {Error} that holds the end of its log, when it ends before, or is late */
export function startProgram(
  name: string,
  { root, args: own, ready, within = 60_000 }: Start,
): Promise<StartedProgram> {
  return starting<Omit<StartedProgram, keyof Running>>(async (owned) => {
    const { command, args } = await programCommandLine(name, { root, args: own });
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const exit = once(child, 'exit');
    endWithThis(child);
    owned(async () => {
      child.kill('SIGKILL');
      await exit;
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-MOST_LOG)));
    const said = new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (ready?.test(line) === true) resolve(line);
      });
    });
    const ended = exit.then(() => Promise.reject(new Error(`The ${name} ended before it was ready:\n${log}`)));
    // When it is ended later, nobody waits for this any more.
    ended.catch(() => undefined);
    const late = Promise.withResolvers<never>();
    const timer = systemClock.after(within, () =>
      late.reject(new Error(`The ${name} was not ready within ${within / 1000} s:\n${log}`)),
    );
    try {
      const line = ready === undefined ? '' : await Promise.race([said, ended, late.promise]);
      return { pid: child.pid ?? -1, line };
    } finally {
      timer.cancel();
    }
  });
}
