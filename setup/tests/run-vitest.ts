// Runs vitest as a process of its own, so that even its crash is counted, and tallies its JSON report.

import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runOnTerminal, runQuietly } from '../checks/run-tool.ts';
import { tallyOf } from './tally.ts';
import type { Tally } from './tally.ts';

export interface RunVitestOptions {
  readonly root: string;
  /** Further arguments of `vitest run`, such as `--project unit`. */
  readonly args: readonly string[];
  /** Added to the environment of the tests and of all that they start. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it is printed as it comes, or all at once, so that runs side by side stay readable. @default 'terminal' */
  readonly output?: 'terminal' | 'at the end';
}

/** Runs vitest, prints what it says and returns what it counted. */
export async function runVitest({ root, args, env = {}, output = 'terminal' }: RunVitestOptions): Promise<Tally> {
  const folder = join(root, '.wherry');
  const reportFile = join(folder, `test-report.${randomUUID()}.json`);
  await mkdir(folder, { recursive: true });
  try {
    const run = output === 'terminal' ? runOnTerminal : runQuietly;
    const { code, output: printed } = await run({
      root,
      command: 'vitest',
      args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...args],
      env,
    });
    process.stdout.write(printed);
    const report = await readFile(reportFile, 'utf8').catch(() => undefined);
    return tallyOf(report, { exitCode: code });
  } finally {
    await rm(reportFile, { force: true });
  }
}
