// npm run setup: makes this machine fit to run and test Wherry. Also the first part of npm test.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thisMachine } from './steps/machine.ts';
import { runSteps } from './steps/run-steps.ts';
import { SetUpError } from './steps/step.ts';
import { steps } from './steps/steps.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  await runSteps(steps, { machine: thisMachine({ root }), now: () => performance.now(), print: console.log });
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  console.error(`wherry: ${error.message}`);
  process.exitCode = 1;
}
