// The namespaces of a laptop, from the moment that it is turned on: its first process, which everything on it ends with.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { waitFor } from '../wait-for.ts';

const run = promisify(execFile);

export interface Power {
  /** The first process, as this machine knows it: who enters its namespaces is on the laptop. */
  readonly pid: number;
  /** Has a line run by the laptop's shell, in the background. */
  tell(line: string): void;
  /** Resolves when nothing runs there any more. */
  cut(): Promise<void>;
}

export interface PowerOptions {
  /** Of its cgroups. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
}

const SCRIPT = join(import.meta.dirname, 'laptop.sh');
const CGROUPS = '/sys/fs/cgroup';

/** @throws {Error} with what the kernel refused */
export async function turnOn({ name, env }: PowerOptions): Promise<Power> {
  // Its input ends when the process of the tests does, however that comes to be.
  const child = spawn('sh', [SCRIPT, name], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const complaint = text(child.stderr);
  child.stdin.on('error', () => {});
  const { value: pid } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (pid === undefined) throw new Error(`The laptop could not be turned on: ${await complaint}`);
  return {
    pid: Number(pid),
    tell: (line) => void child.stdin.write(`${line}\n`),
    async cut() {
      process.kill(Number(pid), 'SIGKILL');
      await ended;
    },
  };
}

/** What is left of a laptop that is off: the empty cgroups of its containers. */
export async function removeCgroups(name: string): Promise<void> {
  const hierarchies = [CGROUPS, ...(await readdir(CGROUPS)).map((folder) => join(CGROUPS, folder))];
  const folders = hierarchies.map((hierarchy) => join(hierarchy, name));
  // The kernel may still be busy with the end of those who were there.
  await waitFor('the cgroups to be empty', async () => {
    const script = 'for folder; do [ ! -d "$folder" ] || find "$folder" -depth -type d -exec rmdir {} +; done';
    await run('sh', ['-ec', script, 'rmdir', ...folders]);
    return true;
  });
}
