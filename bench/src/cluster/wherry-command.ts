// The command line as a person uses it, but with a home of its own, so that nobody's ~/.kube is touched.

import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Of the checkout. */
export const root = dirname(dirname(dirname(import.meta.dirname)));

const home = join(root, '.wherry', 'bench-home');
const program = join(root, 'packages', 'cli', 'src', 'main.ts');

/** Runs a command of `wherry`; returns what it printed. @throws {Error} that holds all output, when it fails */
export async function wherry(args: readonly string[]): Promise<string> {
  await mkdir(home, { recursive: true });
  // What the person has set for a cluster of their own must not decide about this one.
  const own = Object.entries(process.env).filter(([name]) => !/^(WHERRY_|COMPOSE_|KUBECONFIG$)/.test(name));
  const env = { ...Object.fromEntries(own), HOME: home };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { cwd: root, env });
  return stdout;
}
