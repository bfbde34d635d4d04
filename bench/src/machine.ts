// What a figure was measured on: without it a figure means nothing to anyone else.

import { execFile } from 'node:child_process';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';

export interface MachineDescription {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** `Linux 6.18.0 x64`. */
  readonly system: string;
  readonly node: string;
  /** As `etcd --version` says; undefined where there is no etcd. */
  readonly etcd: string | undefined;
  /** The commit measured, with `-dirty` when the work tree differs; undefined outside a git checkout. */
  readonly commit: string | undefined;
}

/** Describes this machine and the checkout under `root`. */
export async function describeMachine({ root }: { root: string }): Promise<MachineDescription> {
  const processors = cpus();
  const [etcd, commit] = await Promise.all([
    firstMatch('etcd', { args: ['--version'], pattern: /etcd Version: (\S+)/, root }),
    firstMatch('git', { args: ['describe', '--always', '--dirty', '--abbrev=12'], pattern: /^(\S+)/, root }),
  ]);
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    etcd,
    commit,
  };
}

/** One line for people. */
export function machineLine({ cpu, cores, memoryGiB, system, node, etcd, commit }: MachineDescription): string {
  const parts = [`${cores} × ${cpu}`, `${memoryGiB} GiB`, system, `Node ${node}`];
  if (etcd !== undefined) parts.push(`etcd ${etcd}`);
  if (commit !== undefined) parts.push(`commit ${commit}`);
  return parts.join(', ');
}

async function firstMatch(
  command: string,
  { args, pattern, root }: { args: readonly string[]; pattern: RegExp; root: string },
): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd: root });
    return pattern.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
