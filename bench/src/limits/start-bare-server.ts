// Starts the bare servers, which are the limits, as processes of their own, with the keys of a cluster.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterPki } from '@wherry/apiserver';
import { starting } from '@wherry/component';
import type { Running } from '@wherry/component';
import { endWithThis } from '../child-process.ts';

export interface BareServer extends Running {
  readonly port: number;
}

export interface BareServerOptions {
  readonly pki: Pick<ClusterPki, 'serving'>;
  /** What it answers. */
  readonly body: string;
}

/** Starts the bare HTTPS server; resolves when it listens. */
export function startBareServer({ pki, body }: BareServerOptions): Promise<BareServer> {
  return startProgram('bare-https-server.ts', { ...keysOf(pki), body });
}

/** Starts the bare fan-out server; resolves when it listens. */
export function startBareFanOut({ pki }: Pick<BareServerOptions, 'pki'>): Promise<BareServer> {
  return startProgram('bare-fan-out-server.ts', keysOf(pki));
}

const keysOf = ({ serving }: BareServerOptions['pki']) => ({ key: serving.key, certificate: serving.certificate });

/** Starts a program of this folder, with files as its arguments; it prints its port when it listens. */
function startProgram(program: string, files: Readonly<Record<string, string>>): Promise<BareServer> {
  return starting(async (own) => {
    const folder = await mkdtemp(join(tmpdir(), 'wherry-bare-server-'));
    own(() => rm(folder, { recursive: true, force: true }));
    const paths = Object.keys(files).map((name) => join(folder, name));
    await Promise.all(Object.values(files).map((text, index) => writeFile(paths[index] ?? '', text)));

    const args = [join(import.meta.dirname, program), ...paths];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    endWithThis(child);
    own(async () => {
      child.kill('SIGKILL');
      await exit;
    });
    const ended = exit.then(() => Promise.reject(new Error(`${program} ended before it listened`)));
    const [line]: unknown[] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), ended]);
    return { port: Number(line) };
  });
}
