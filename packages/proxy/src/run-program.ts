/** Runs a program of the system to its end. */
import { spawn } from 'node:child_process';

export interface RunOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** What it reads. @default nothing */
  readonly input?: string;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly complaint: string;
}

/** @throws Error, in the promise, when it cannot be run at all */
export function runProgram({ command, input = '' }: RunOptions): Promise<Ran> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'pipe' });
    let [output, complaint] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', (cause) => reject(new Error(`Cannot run ${program}: ${cause.message}`, { cause })));
    child.on('close', (code) => resolve({ code, output, complaint }));
    // An early end of the program is told by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
