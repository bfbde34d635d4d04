// Starts the programs that are measured, each a process of its own, so that what it costs can be told.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { starting, type Running } from '@wherry/component';
import { programNamed } from '../../../setup/programs.ts';
import { endWithThis } from '../child-process.ts';
import { processorTime } from '../process-usage.ts';

export interface MeasuredServer extends Running {
  readonly port: number;
  /** What it has cost so far, in microseconds; undefined where the system does not tell. */
  processorTime(): Promise<number | undefined>;
}

/** Starts a program of this folder, with the flags of Node that the ingress runs with. */
export function startServer(program: string, args: readonly (string | number)[] = []): Promise<MeasuredServer> {
  return starting<Omit<MeasuredServer, keyof Running>>(async (own) => {
    const { nodeFlags } = programNamed('ingress');
    const line = [...nodeFlags, join(import.meta.dirname, program), ...args.map(String)];
    const child = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    endWithThis(child);
    own(async () => {
      child.kill('SIGKILL');
      await exit;
    });
    const ended = exit.then(() => Promise.reject(new Error(`${program} ended before it listened`)));
    const [port]: unknown[] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), ended]);
    const { pid = -1 } = child;
    return { port: Number(port), processorTime: () => processorTime(pid) };
  });
}
