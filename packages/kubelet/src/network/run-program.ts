/** Runs a program of the system to its end. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { NetworkError } from './pod-network.ts';

const run = promisify(execFile);
const MOST_OUTPUT_BYTES = 64 * 2 ** 20;
/** A program that repeats everything it was told is cut short. */
const MOST_OF_COMPLAINT = 500;

/** @returns what it prints @throws NetworkError with what it complains of */
export async function runProgram(command: readonly string[], input: string): Promise<string> {
  const [program = '', ...args] = command;
  const running = run(program, args, { maxBuffer: MOST_OUTPUT_BYTES });
  // An early end of the program is told by its exit code.
  running.child.stdin?.on('error', () => undefined).end(input);
  try {
    return (await running).stdout;
  } catch (cause) {
    const complaint = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new NetworkError(`${program} failed: ${(complaint || String(cause)).slice(0, MOST_OF_COMPLAINT)}`, { cause });
  }
}
