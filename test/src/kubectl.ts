// The real kubectl, as a person would run it: one release, one kubeconfig, and nothing of the tester's own settings.

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runMark } from '../../setup/tests/leftover-processes.ts';
import { toolsFolder } from '../../setup/tools.ts';
import { checkout } from './checkout.ts';
import { startChild } from './child-process.ts';
import type { Child, Ended } from './child-process.ts';

export interface KubectlOptions {
  /** The minor release, `1.35`: one of {@link kubectlVersions}. */
  readonly version: string;
  /** The path of the kubeconfig. Its folder also takes kubectl's caches. */
  readonly kubeconfig: string;
  /** How its process is started. @default on this machine, in its network */
  readonly start?: typeof startChild;
}

export interface RunOptions {
  /** What `-f -` reads. */
  readonly stdin?: string;
  /** How long kubectl may take, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number;
  /** Added to its environment: `KUBE_EDITOR`, `KUBECTL_EXTERNAL_DIFF` … */
  readonly env?: Readonly<Record<string, string>>;
  /** The working directory. @default that of the tests */
  readonly cwd?: string;
}

export interface Kubectl {
  readonly version: string;
  /** Runs it to its end, whatever that is. @throws {Error} when it takes too long */
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs it and returns its stdout. @throws {Error} that holds stderr, when it ends with another code than 0 */
  succeed(args: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs it with `--output=json` and returns what it prints, parsed. @throws as {@link succeed} */
  json(args: readonly string[], options?: RunOptions): Promise<unknown>;
  /** Starts it and does not wait: `get --watch`, `wait`. The caller stops it. */
  start(args: readonly string[], options?: RunOptions): Promise<Child>;
}

/** The releases that the set-up has brought to this machine, newest first. */
export function kubectlVersions(root: string = checkout): string[] {
  const folder = toolsFolder(root);
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).filter((version) => existsSync(join(folder, version, 'kubectl')));
  return versions.toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true }));
}

/**
 * A runner for one release of kubectl against one cluster.
 * @throws {Error} when the set-up has not brought this release
 */
export function kubectl({ version, kubeconfig, start: startProcess = startChild }: KubectlOptions): Kubectl {
  const command = join(toolsFolder(checkout), version, 'kubectl');
  if (!existsSync(command)) throw new Error(`kubectl ${version} is not in .wherry/tools: run npm run setup`);
  const start: Kubectl['start'] = (args, { stdin, env, cwd } = {}) =>
    startProcess({
      command,
      args,
      env: { ...cleanEnvironment({ version, kubeconfig }), ...env },
      ...(stdin === undefined ? {} : { stdin }),
      ...(cwd === undefined ? {} : { cwd }),
    });
  const run: Kubectl['run'] = async (args, options = {}) => withinTime(await start(args, options), { args, options });
  const succeed: Kubectl['succeed'] = async (args, options) => {
    const ended = await run(args, options);
    if (ended.code === 0) return ended.stdout;
    throw new Error(
      `kubectl ${args.join(' ')} ended with ${ended.code ?? ended.signal}: ${ended.stderr}${ended.stdout}`,
    );
  };
  return {
    version,
    run,
    succeed,
    start,
    json: async (args, options) => JSON.parse(await succeed([...args, '--output=json'], options)),
  };
}

function cleanEnvironment({ version, kubeconfig }: KubectlOptions): NodeJS.ProcessEnv {
  const folder = dirname(kubeconfig);
  return {
    PATH: process.env['PATH'],
    ...markOfThisRun(),
    HOME: folder,
    KUBECONFIG: kubeconfig,
    // Ports are used again by later tests: what kubectl remembers of a server must not outlive it.
    KUBECACHEDIR: join(folder, `kubectl-${version}-cache`),
  };
}

/** The mark by which npm test finds processes that were left running. */
function markOfThisRun(): NodeJS.ProcessEnv {
  const mark = process.env[runMark];
  return mark === undefined ? {} : { [runMark]: mark };
}

async function withinTime(
  child: Child,
  { args, options: { timeoutMs = 60_000 } }: { args: readonly string[]; options: RunOptions },
): Promise<Ended> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), timeoutMs);
  try {
    const outcome = await Promise.race([child.ended, late.promise]);
    if (outcome !== 'late') return outcome;
    child.signal('SIGKILL');
    const { stdout, stderr } = await child.ended;
    throw new Error(`kubectl ${args.join(' ')} took longer than ${timeoutMs} ms: ${stderr}${stdout}`);
  } finally {
    clearTimeout(timer);
  }
}
