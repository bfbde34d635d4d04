// The etcd that holds a cluster's state. Wherry starts its own etcd processes, so of Debian's package only the binary
// is wanted: the service that comes with it would sit on etcd's port and is neither started nor enabled.

import { access, rm, writeFile } from 'node:fs/promises';
import { installDebianPackages } from './debian-packages.ts';
import type { Machine } from './machine.ts';
import { SetUpError } from './step.ts';
import type { Outcome, Step } from './step.ts';

/** What decides how etcd comes to a machine. */
export interface EtcdFacts {
  readonly etcd: string | undefined;
  readonly aptGet: string | undefined;
  readonly platform: string;
  readonly isRoot: boolean;
}

export type EtcdPlan = { readonly do: 'nothing' | 'install' } | { readonly do: 'ask'; readonly instruction: string };

/** How etcd comes to a machine. Pure. */
export function planEtcd({ etcd, aptGet, platform, isRoot }: EtcdFacts): EtcdPlan {
  if (etcd !== undefined) return { do: 'nothing' };
  if (platform === 'darwin') return { do: 'ask', instruction: 'brew install etcd' };
  if (aptGet === undefined) return { do: 'ask', instruction: 'put etcd 3.4 or later on the PATH (https://etcd.io)' };
  if (!isRoot) return { do: 'ask', instruction: 'sudo apt-get install etcd-server' };
  return { do: 'install' };
}

export const etcdStep: Step = {
  ensures: 'etcd can be started',
  async ensure(machine): Promise<Outcome> {
    const [etcd, aptGet] = await Promise.all([machine.find('etcd'), machine.find('apt-get')]);
    const plan = planEtcd({ etcd, aptGet, platform: machine.platform, isRoot: machine.isRoot });
    if (plan.do === 'nothing') return 'already';
    if (plan.do === 'ask') throw new SetUpError(`etcd is not installed. Please run: ${plan.instruction}`);
    machine.say('installing the Debian package etcd-server with apt-get; its service is not started');
    await withoutStartingServices('etcd', () => installDebianPackages(machine, ['etcd-server']));
    await disableService(machine);
    return 'changed';
  },
};

async function disableService(machine: Machine): Promise<void> {
  const updateRcD = await machine.find('update-rc.d');
  if (updateRcD !== undefined) await machine.run(updateRcD, ['etcd', 'disable']);
}

const policyFile = '/usr/sbin/policy-rc.d';

/** Debian asks this script before a package starts a service. It speaks of one service only, should it stay behind. */
async function withoutStartingServices(service: string, work: () => Promise<void>): Promise<void> {
  if (await exists(policyFile)) {
    // The administrator has a policy of their own, which is not ours to replace.
    await work();
    return;
  }
  const script = `#!/bin/sh\n# Written by Wherry's set-up while it installs ${service}; may be removed.\ncase "$*" in *${service}*) exit 101 ;; esac\nexit 0\n`;
  await writeFile(policyFile, script, { mode: 0o755 });
  try {
    await work();
  } finally {
    await rm(policyFile, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
