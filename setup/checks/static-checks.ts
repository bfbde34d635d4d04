// The checks that read the code without running it: types, lint, format.

import { formatElapsed } from '../steps/run-steps.ts';
import { runQuietly } from './run-tool.ts';

/** A check's name and the tool that decides it. */
export interface StaticCheck {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

export const staticChecks: readonly StaticCheck[] = [
  { name: 'types', command: 'tsc', args: ['-p', '.'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings', '--format=unix'] },
  { name: 'format', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
];

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
}

/** Runs every check, also after one has failed, and prints what each found. */
export async function runStaticChecks(
  checks: readonly StaticCheck[],
  { root }: { root: string },
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, command, args } of checks) {
    const start = performance.now();
    // One after the other: each of these tools uses every core by itself.
    const { code, output } = await runQuietly({ root, command, args });
    const passed = code === 0;
    if (!passed) console.log(output.trimEnd());
    console.log(`${passed ? '✓' : '✗'} ${name} (${formatElapsed(performance.now() - start)})`);
    results.push({ name, passed });
  }
  return results;
}
