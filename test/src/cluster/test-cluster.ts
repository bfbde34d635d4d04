// The cluster that the tests share: its name, whether it is there, and which run of the tests has started it.

import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from '../checkout.ts';

/** Checkouts on one engine have a cluster each. */
export const testCluster = `wherry-test-${createHash('sha256').update(checkout).digest('hex').slice(0, 6)}`;

/** The environment variable that tells a test file which run it belongs to. */
export const runVariable = 'WHERRY_CLUSTER_RUN';

/** Goes with the cluster: `wherry down` removes the folder. */
const starterFile = join(checkout, '.wherry', 'clusters', testCluster, 'started-by');

/** Whether anything of a cluster is on the engine. */
export async function isClusterThere(name: string): Promise<boolean> {
  const args = ['ps', '--all', '--quiet', `--filter=label=wherry.cluster=${name}`];
  const { stdout } = await promisify(execFile)('docker', args);
  return stdout.trim() !== '';
}

/** Notes that the present run starts the cluster. */
export function noteStarter(): void {
  mkdirSync(dirname(starterFile), { recursive: true });
  writeFileSync(starterFile, process.env[runVariable] ?? '');
}

/** The run that has started the cluster; undefined when it was no run of the tests. */
export function clusterStarter(): string | undefined {
  try {
    return readFileSync(starterFile, 'utf8');
  } catch {
    return undefined;
  }
}
