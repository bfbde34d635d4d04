/**
 * A real etcd for tests and benchmarks: on free ports of the loopback, with its data in a temporary directory. It can be
 * killed, stopped and started again on the same ports and data.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Running, starting, systemClock } from '@wherry/component';
import { freePort } from '@wherry/component/testing';

/** A running etcd. `stop` ends it and removes its data; `done` does not tell of its deaths, which tests cause. */
export interface TestEtcd extends Running {
  /** Where clients reach it. */
  readonly url: string;
  /** The id of the present process; undefined while there is none. */
  readonly pid: number | undefined;
  /** Ends the process as a crash would (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts the process again on the same ports and data; resolves when it answers. */
  restart(): Promise<void>;
  /** Freezes the process (SIGSTOP): connections stay open and nothing is answered. Resolves when that is so. */
  pause(): Promise<void>;
  /** Lets a frozen process go on (SIGCONT). */
  resume(): void;
}

export interface StartEtcdOptions {
  /** @default a new temporary directory, removed on stop */
  readonly dataDir?: string;
  /** Further flags. @default none */
  readonly flags?: readonly string[];
}

/** How long a start may take, in milliseconds. */
const START_DEADLINE = 20_000;

/** Starts an etcd; resolves when it answers. */
export function startEtcd(options: StartEtcdOptions = {}): Promise<TestEtcd> {
  return starting<Omit<TestEtcd, keyof Running>>(async (own) => {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'wherry-etcd-')));
    if (options.dataDir === undefined) own(() => rm(dataDir, { recursive: true, force: true }));
    const clientPort = await freePort();
    const peerPort = await freePort({ not: clientPort });
    const url = `http://127.0.0.1:${clientPort}`;
    const args = etcdArguments({ dataDir, url, peerUrl: `http://127.0.0.1:${peerPort}`, flags: options.flags ?? [] });

    let child: ChildProcess | undefined;
    const kill = async () => {
      const dying = child;
      child = undefined;
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
      const exit = once(dying, 'exit');
      dying.kill('SIGKILL');
      await exit;
    };
    const restart = async () => {
      if (child) throw new Error('Cannot start etcd: it is running');
      child = await spawnEtcd(args, url);
    };
    // Not even a test run that ends in the middle may leave an etcd behind.
    const atExit = () => child?.kill('SIGKILL');
    process.on('exit', atExit);
    own(() => void process.off('exit', atExit));
    own(kill);
    await restart();
    return {
      url,
      get pid() {
        return child?.pid;
      },
      kill,
      restart,
      async pause() {
        child?.kill('SIGSTOP');
        await untilSilent(url);
      },
      resume: () => void child?.kill('SIGCONT'),
    };
  });
}

function etcdArguments(where: { dataDir: string; url: string; peerUrl: string; flags: readonly string[] }): string[] {
  return [
    `--data-dir=${where.dataDir}`,
    `--listen-client-urls=${where.url}`,
    `--advertise-client-urls=${where.url}`,
    `--listen-peer-urls=${where.peerUrl}`,
    `--initial-advertise-peer-urls=${where.peerUrl}`,
    `--initial-cluster=default=${where.peerUrl}`,
    '--logger=zap',
    '--log-level=error',
    ...where.flags,
  ];
}

async function spawnEtcd(args: readonly string[], url: string): Promise<ChildProcess> {
  const child = spawn('etcd', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    // etcd 3.4 starts on arm64 only when told that this is meant.
    env: { ...process.env, ...(process.arch === 'arm64' && { ETCD_UNSUPPORTED_ARCH: 'arm64' }) },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4000)));
  const died = new Promise<never>((_resolve, reject) => {
    child.once('error', (cause) => reject(new Error('Cannot start etcd: is it installed?', { cause })));
    child.once('exit', (code, signal) => reject(new Error(`etcd ended (${signal ?? code}): ${errors}`)));
  });
  died.catch(() => undefined);
  try {
    await Promise.race([untilHealthy(url), died]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

async function untilHealthy(url: string): Promise<void> {
  const deadline = systemClock.monotonic() + START_DEADLINE;
  let failure: unknown;
  while (systemClock.monotonic() < deadline) {
    try {
      const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(1000) });
      if ((await response.text()).includes('"health":"true"')) return;
    } catch (error) {
      failure = error;
    }
    await systemClock.sleep(20);
  }
  throw new Error(`etcd did not get healthy within ${START_DEADLINE} ms`, { cause: failure });
}

/** The signal takes effect some time after it was sent. */
async function untilSilent(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(50) }).catch(() => undefined);
    if (!answer) return;
    await answer.body?.cancel();
  }
}
