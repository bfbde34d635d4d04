// Small images under the names that the manifests of the note use: they are built here, once, because tests reach no
// registry. Their tags stay on the engine; a label says what they were made from.

import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The folder of each image beside this file, and the names that it has. */
export const standIns: Readonly<Record<string, readonly string[]>> = {
  kubia: ['oliwave/kubia:latest', 'luksa/kubia:latest', 'luksa/kubia:v2'],
  kuard: ['gcr.io/kuar-demo/kuard-amd64:blue', 'gcr.io/kuar-demo/kuard-amd64:green'],
  'ssd-monitor': ['luksa/ssd-monitor:latest'],
  'batch-job': ['luksa/batch-job:latest'],
};

const madeFrom = 'wherry.test.made-from';
const run = promisify(execFile);

/**
 * Builds the images that are not there or not up to date.
 * @param base an image with Node, sh and openssl
 */
export async function buildStandIns(base: string): Promise<void> {
  for (const [name, tags] of Object.entries(standIns)) {
    const folder = join(import.meta.dirname, 'stand-ins', name);
    const digest = digestOf(folder, base);
    const labels = await Promise.all(tags.map(labelOf));
    if (labels.every((label) => label === digest)) continue;
    const named = tags.map((tag) => `--tag=${tag}`);
    await run('docker', ['build', '-q', `--build-arg=BASE=${base}`, `--label=${madeFrom}=${digest}`, ...named, folder]);
  }
}

function digestOf(folder: string, base: string): string {
  const hash = createHash('sha256').update(base);
  for (const file of readdirSync(folder).toSorted())
    hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

async function labelOf(image: string): Promise<string | undefined> {
  const format = `{{index .Config.Labels "${madeFrom}"}}`;
  return run('docker', ['image', 'inspect', `--format=${format}`, image]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}
