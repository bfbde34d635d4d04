// The `docker` command, as the lab of kubelets uses it.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a docker command prints, without the newline at the end. @throws {Error} with what it complains of */
export async function docker(...args: readonly (string | readonly string[])[]): Promise<string> {
  return (await run('docker', args.flat(), { maxBuffer: 64 * 2 ** 20 })).stdout.trimEnd();
}

/** The same for something that may be gone. */
export async function dockerIfThere(...args: readonly string[]): Promise<string | undefined> {
  return docker(...args).catch(() => undefined);
}
