// Compose, which starts the containers of a cluster: the plug-in of Docker's command line (v2), or Debian's
// docker-compose (v1.29). Where neither is there and we may install Debian packages, it comes from there.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { installDebianPackages } from './debian-packages.ts';
import type { Machine } from './machine.ts';
import { SetUpError } from './step.ts';
import type { Outcome, Step } from './step.ts';

/** A Compose that was found: how it is called, and its version. */
export interface Compose {
  readonly command: readonly [string, ...string[]];
  readonly version: string;
}

export type ComposePlan =
  | { readonly do: 'use'; readonly compose: Compose }
  | { readonly do: 'install' }
  | { readonly do: 'ask'; readonly problem: string; readonly instruction: string };

export interface ComposeFacts {
  /** What answers, the better first. */
  readonly found: readonly Compose[];
  readonly aptGet: string | undefined;
  readonly platform: string;
  readonly isRoot: boolean;
}

/** Before it, Compose did not know services without a version of the file's format. */
const oldest = { major: 1, minor: 29 } as const;

/** Which Compose is used, or how one comes to the machine. Pure. */
export function planCompose({ found, aptGet, platform, isRoot }: ComposeFacts): ComposePlan {
  const compose = found.find(({ version }) => isRecent(version));
  if (compose !== undefined) return { do: 'use', compose };
  const problem =
    found.length === 0
      ? 'Docker Compose is not installed'
      : `Docker Compose is too old: ${found.map(({ version }) => version).join(', ')}; ${oldest.major}.${oldest.minor} or later is needed`;
  if (platform === 'darwin')
    return { do: 'ask', problem, instruction: 'update Docker Desktop, or brew install docker-compose' };
  if (aptGet === undefined || found.length > 0)
    return { do: 'ask', problem, instruction: 'install it: https://docs.docker.com/compose/install' };
  if (!isRoot) return { do: 'ask', problem, instruction: 'run: sudo apt-get install docker-compose' };
  return { do: 'install' };
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}

export const composeStep: Step = {
  ensures: 'Docker Compose is installed',
  async ensure(machine): Promise<Outcome> {
    const plan = await findCompose(machine);
    if (plan.do === 'use') return 'already';
    if (plan.do === 'ask') throw new SetUpError(`${plan.problem}. Please ${plan.instruction}`);
    machine.say('installing the Debian package docker-compose with apt-get');
    await installDebianPackages(machine, ['docker-compose']);
    return 'changed';
  },
};

/** @throws {SetUpError} when there is none that will do */
export async function usableCompose(machine: Machine): Promise<Compose> {
  const plan = await findCompose(machine);
  if (plan.do === 'use') return plan.compose;
  throw new SetUpError('Docker Compose is not installed. Please run: npm run setup');
}

async function findCompose(machine: Machine): Promise<ComposePlan> {
  const candidates = [['docker', 'compose'], ['docker-compose']] as const;
  const answers = await Promise.all(candidates.map(askVersion));
  const found = answers.filter((answer) => answer !== undefined);
  const aptGet = await machine.find('apt-get');
  return planCompose({ found, aptGet, platform: machine.platform, isRoot: machine.isRoot });
}

async function askVersion(command: readonly [string, ...string[]]): Promise<Compose | undefined> {
  const [program, ...args] = command;
  try {
    const { stdout } = await promisify(execFile)(program, [...args, 'version', '--short']);
    const version = /\d+\.\d+[\w.]*/.exec(stdout)?.[0];
    return version === undefined ? undefined : { command, version };
  } catch {
    return undefined;
  }
}
