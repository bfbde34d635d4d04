// npm test: set-up, static checks and every test, counted into one closing line, `N passed, N failed, N skipped`.
// Each static check counts as one test, and so does leaving nothing running.

import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStaticChecks, staticChecks } from './checks/static-checks.ts';
import { thisMachine } from './steps/machine.ts';
import { runSteps } from './steps/run-steps.ts';
import { SetUpError } from './steps/step.ts';
import { steps } from './steps/steps.ts';
import { endLeftovers, runMark } from './tests/leftover-processes.ts';
import { runVitest } from './tests/run-vitest.ts';
import { add, emptyTally, tallyLine } from './tests/tally.ts';
import type { Tally } from './tests/tally.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function runEverything(): Promise<Tally> {
  await runSteps(steps, { machine: thisMachine({ root }), now: () => performance.now(), print: console.log });
  const checks = await runStaticChecks(staticChecks, { root });
  const passed = checks.filter((check) => check.passed).length;
  const checked = { ...emptyTally, passed, failed: checks.length - passed };
  return add(checked, await runTests());
}

/**
 * Runs of vitest side by side: tests with containers mostly wait, the others mostly compute. The first goes to the terminal
 * as it comes, the others when they have ended.
 */
const LANES = [
  ['--project', 'e2e'],
  ['--project', 'node'],
  ['--project', 'unit', '--project', 'api'],
] as const;

async function runTests(): Promise<Tally> {
  const mark = randomUUID();
  const args = process.argv.slice(2);
  const [shown, ...others] = args.length > 0 ? [args] : LANES;
  const lane = { root, env: { [runMark]: mark } };
  const tallies = await Promise.all([
    runVitest({ ...lane, args: shown }),
    ...others.map((other) => runVitest({ ...lane, args: other, output: 'at the end' })),
  ]);
  const tests = tallies.reduce(add);
  const leftovers = await endLeftovers(mark);
  for (const { pid, command } of leftovers) console.log(`✗ the tests left process ${pid} running: ${command}`);
  return add(tests, leftovers.length === 0 ? { ...emptyTally, passed: 1 } : { ...emptyTally, failed: 1 });
}

let tally: Tally;
try {
  tally = await runEverything();
} catch (error) {
  console.error(error instanceof SetUpError ? `wherry: ${error.message}` : error);
  tally = { ...emptyTally, failed: 1 };
}
process.exitCode = tally.failed === 0 ? 0 : 1;
console.log(`\n${tallyLine(tally)}`);
