// Starts the bare HTTPS server as a process of its own, with the keys of a cluster.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterPki } from '@wherry/apiserver';
import { starting } from '@wherry/component';
import type { Running } from '@wherry/component';

export interface BareServer extends Running {
  readonly port: number;
}

export interface BareServerOptions {
  readonly pki: Pick<ClusterPki, 'serving'>;
  /** What it answers. */
  readonly body: string;
}

/** Starts it; resolves when it listens. */
export function startBareServer({ pki, body }: BareServerOptions): Promise<BareServer> {
  return starting(async (own) => {
    const folder = await mkdtemp(join(tmpdir(), 'wherry-bare-server-'));
    own(() => rm(folder, { recursive: true, force: true }));
    const files = { key: pki.serving.key, certificate: pki.serving.certificate, body };
    const paths = Object.keys(files).map((name) => join(folder, name));
    await Promise.all(Object.values(files).map((text, index) => writeFile(paths[index] ?? '', text)));

    const program = join(import.meta.dirname, 'bare-https-server.ts');
    const child = spawn(process.execPath, [program, ...paths], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    own(async () => {
      child.kill('SIGKILL');
      await exit;
    });
    const ended = exit.then(() => Promise.reject(new Error('The bare server ended before it listened')));
    const [line]: unknown[] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), ended]);
    return { port: Number(line) };
  });
}
