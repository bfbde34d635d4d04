// Starts the bare servers, which are the limits, as processes of their own, with the keys of a cluster.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterPki } from '@wherry/apiserver';
import { starting } from '@wherry/component';
import type { Running } from '@wherry/component';
import { startPortProgram } from '../start-port-program.ts';

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

    const { port } = own(await startPortProgram(join(import.meta.dirname, program), { args: paths }));
    return { port };
  });
}
