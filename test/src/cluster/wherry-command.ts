// The command line as a person uses it, but with a home of its own, so that nobody's ~/.kube is touched.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../checkout.ts';
import { startChild } from '../child-process.ts';
import type { ChildOptions, Ended } from '../child-process.ts';

/** The folder that takes the place of the tester's home. */
export const testHome = join(checkout, '.wherry', 'test-home');

const program = join(checkout, 'packages', 'cli', 'src', 'main.ts');

/** A command as a process that can be started, here or elsewhere. */
export function wherryProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildOptions {
  mkdirSync(testHome, { recursive: true });
  // What the tester has set for a cluster of their own must not decide about this one.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(WHERRY_|COMPOSE_|(KUBECONFIG|FORCE_COLOR|NO_COLOR)$)/.test(name),
  );
  return {
    command: process.execPath,
    args: [program, ...args],
    env: { ...Object.fromEntries(own), HOME: testHome, ...env },
    cwd: checkout,
  };
}

/** Runs a command to its end, whatever that is. */
export async function wherry(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return (await startChild(wherryProcess(args, env))).ended;
}

/** Runs a command and returns what it printed. @throws {Error} that holds all output, when it ends with another code than 0 */
export async function wherrySucceeds(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await wherry(args, env);
  if (code === 0) return stdout;
  throw new Error(`wherry ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}
