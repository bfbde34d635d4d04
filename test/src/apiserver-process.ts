// The apiserver as users have it: a process of its own, on a real port, with its certificates in a folder. A test can
// kill it, start it again on the same port and folder, and run two of them on one etcd.

import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEtcd } from '@wherry/apiserver/testing';
import type { TestEtcd } from '@wherry/apiserver/testing';
import { starting } from '@wherry/component';
import type { Running } from '@wherry/component';
import { programCommandLine } from '../../setup/bundles/command-line.ts';
import type { CommandLine } from '../../setup/bundles/command-line.ts';
import { checkout } from './checkout.ts';
import { startChild } from './child-process.ts';
import type { Child } from './child-process.ts';
import { freePort } from '@wherry/component/testing';
import { waitFor } from './wait-for.ts';

/** A started apiserver. `stop` ends it and removes its folder; `done` does not tell of its deaths, which tests cause. */
export interface ApiserverProcess extends Running {
  /** Where clients reach it: `https://127.0.0.1:<port>`. */
  readonly url: string;
  /** The folder of its certificates. */
  readonly dataDir: string;
  /** The kubeconfig of the cluster's administrator. */
  readonly kubeconfig: string;
  /** The id of the present process; undefined while there is none. */
  readonly pid: number | undefined;
  /** What all its processes have printed, stdout and stderr. */
  readonly output: string;
  /** Ends the process as a crash would (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks the process to end (SIGTERM), waits, and returns its exit code; undefined when it had to be killed. */
  terminate(): Promise<number | undefined>;
  /** Starts a process again on the same port and folder; resolves when it is ready. */
  restart(): Promise<void>;
}

export interface ApiserverOptions {
  readonly etcdUrl: string;
  /** Share one between two apiservers that serve one cluster. @default a new temporary folder, removed on stop */
  readonly dataDir?: string;
  /** Further flags. @default none */
  readonly flags?: readonly string[];
  /** A program in place of the apiserver, for the tests of this file. @default the apiserver as `npm run` starts it */
  readonly program?: string;
}

/** How long a start may take, in milliseconds. */
const startDeadline = 90_000;

/**
 * Starts an apiserver; resolves when it is ready.
 * @throws {Error} that holds what it printed, when it ends or does not get ready
 */
export function startApiserverProcess(options: ApiserverOptions): Promise<ApiserverProcess> {
  return starting<Omit<ApiserverProcess, keyof Running>>(async (own) => {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'wherry-apiserver-')));
    if (options.dataDir === undefined) own(() => rm(dataDir, { recursive: true, force: true }));
    const port = await freePort();
    const url = `https://127.0.0.1:${port}`;
    const line = await commandLine(options, { dataDir, port });

    const earlier: Child[] = [];
    let child: Child | undefined;
    const end = async (how: (dying: Child) => unknown): Promise<Child | undefined> => {
      const dying = child;
      child = undefined;
      if (dying === undefined) return undefined;
      how(dying);
      await dying.ended;
      earlier.push(dying);
      return dying;
    };
    const kill = async (): Promise<void> => void (await end((dying) => dying.signal('SIGKILL')));
    const terminate = async (): Promise<number | undefined> =>
      (await (await end((dying) => void dying.stop()))?.ended)?.code;
    const restart = async (): Promise<void> => {
      if (child !== undefined) throw new Error('Cannot start the apiserver: it is running');
      child = await startChild(line);
      await untilReady(child, url);
    };
    // Not even a test run that ends in the middle may leave an apiserver behind.
    const atExit = (): void => child?.signal('SIGKILL');
    process.on('exit', atExit);
    own(() => void process.off('exit', atExit));
    own(kill);
    await restart();
    return {
      url,
      dataDir,
      kubeconfig: join(dataDir, 'admin.kubeconfig'),
      get pid() {
        return child?.pid;
      },
      get output() {
        return [...earlier, ...(child === undefined ? [] : [child])].map(printed).join('');
      },
      kill,
      terminate,
      restart,
    };
  });
}

/** An apiserver and the etcd it runs on. `stop` ends both. */
export interface TestServer extends Running {
  readonly etcd: TestEtcd;
  readonly apiserver: ApiserverProcess;
}

/** Starts an etcd and an apiserver on it. */
export function startTestServer(options: Omit<ApiserverOptions, 'etcdUrl'> = {}): Promise<TestServer> {
  return starting(async (own) => {
    const etcd = own(await startEtcd());
    const apiserver = own(await startApiserverProcess({ ...options, etcdUrl: etcd.url }));
    return { etcd, apiserver };
  });
}

function commandLine(
  options: ApiserverOptions,
  { dataDir, port }: { dataDir: string; port: number },
): Promise<CommandLine> | CommandLine {
  const args = [
    `--etcd-servers=${options.etcdUrl}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--data-dir=${dataDir}`,
    ...(options.flags ?? []),
  ];
  if (options.program !== undefined) return { command: process.execPath, args: [options.program, ...args] };
  return programCommandLine('apiserver', { root: checkout, args });
}

async function untilReady(child: Child, url: string): Promise<void> {
  const look = async (): Promise<'ready' | 'ended' | undefined> => {
    if (child.hasEnded) return 'ended';
    return (await statusOf(`${url}/readyz`)) === 200 ? 'ready' : undefined;
  };
  try {
    const outcome = await waitFor('the apiserver to be ready', look, { timeoutMs: startDeadline });
    if (outcome === 'ended') throw new Error('The apiserver ended before it was ready');
  } catch (cause) {
    child.signal('SIGKILL');
    await child.ended;
    throw new Error(`Cannot start the apiserver. It printed:\n${printed(child)}`, { cause });
  }
}

/** Whether the port answers, not who answers: the clients of the tests check the certificate. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((done, failed) => {
    const request = get(url, { rejectUnauthorized: false, agent: false, timeout: 5000 }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    request.on('timeout', () => request.destroy(new Error(`${url} does not answer`)));
    request.on('error', failed);
  });
}

function printed({ stdout, stderr }: Child): string {
  return stdout + stderr;
}
