// A program of the benchmarks as a process of its own, which prints its port when it listens. It ends with this process,
// however it ends.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { starting, type Running } from '@wherry/component';
import { endWithThis } from './child-process.ts';

export interface PortProgram extends Running {
  readonly pid: number;
  readonly port: number;
}

interface Start {
  readonly args?: readonly string[];
  /** Flags of Node that it runs with. @default none */
  readonly nodeFlags?: readonly string[];
}

/** Starts a program by the path of its file. @throws {Error} when it ends before it listens */
export function startPortProgram(file: string, { args = [], nodeFlags = [] }: Start = {}): Promise<PortProgram> {
  return starting<Omit<PortProgram, keyof Running>>(async (own) => {
    const child = spawn(process.execPath, [...nodeFlags, file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    endWithThis(child);
    own(async () => {
      child.kill('SIGKILL');
      await exit;
    });
    const ended = exit.then(() => Promise.reject(new Error(`${basename(file)} ended before it listened`)));
    const [line]: unknown[] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), ended]);
    return { pid: child.pid ?? -1, port: Number(line) };
  });
}
