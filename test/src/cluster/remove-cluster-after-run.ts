// Before and after a run of the end-to-end tests: a shared cluster that the run has started does not outlive it. One
// that was there before, or that another run has started, is left alone.

import { randomUUID } from 'node:crypto';
import { clusterStarter, runVariable, testCluster } from './test-cluster.ts';
import { wherrySucceeds } from './wherry-command.ts';

export default function setup(): () => Promise<void> {
  const run = randomUUID();
  // The processes of the test files inherit it.
  process.env[runVariable] = run;
  return async () => {
    if (clusterStarter() !== run || process.env['WHERRY_KEEP_CLUSTER'] === '1') return;
    await wherrySucceeds(['down', `--name=${testCluster}`]);
  };
}
