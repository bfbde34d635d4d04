// Starts the programs that are measured, each a process of its own, so that what it costs can be told.

import { join } from 'node:path';
import { starting, type Running } from '@wherry/component';
import { programNamed } from '../../../setup/programs.ts';
import { processorTime } from '../process-usage.ts';
import { startPortProgram } from '../start-port-program.ts';

export interface MeasuredServer extends Running {
  readonly port: number;
  /** What it has cost so far, in microseconds; undefined where the system does not tell. */
  processorTime(): Promise<number | undefined>;
}

/** Starts a program of this folder, with the flags of Node that the ingress runs with. */
export function startServer(program: string, args: readonly (string | number)[] = []): Promise<MeasuredServer> {
  return starting<Omit<MeasuredServer, keyof Running>>(async (own) => {
    const { nodeFlags } = programNamed('ingress');
    const file = join(import.meta.dirname, program);
    const { pid, port } = own(await startPortProgram(file, { args: args.map(String), nodeFlags }));
    return { port, processorTime: () => processorTime(pid) };
  });
}
