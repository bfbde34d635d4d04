// npm run check: what must hold before a change is committed. Types, lint, format and unit tests; it runs on after a
// failure, so that one run shows everything.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStaticChecks, staticChecks } from './checks/static-checks.ts';
import { runVitest } from './tests/run-vitest.ts';
import { tallyLine } from './tests/tally.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const checks = await runStaticChecks(staticChecks, { root });
const tests = await runVitest({ root, args: ['--project', 'unit'] });
const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);

console.log(`checks: ${failed.length === 0 ? 'all passed' : `failed: ${failed.join(', ')}`}`);
console.log(`unit tests: ${tallyLine(tests)}`);
process.exitCode = failed.length === 0 && tests.failed === 0 ? 0 : 1;
