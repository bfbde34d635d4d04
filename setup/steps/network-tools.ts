// What programs the network of nodes: ip, nft and conntrack. The cluster's image brings its own; on the machine itself
// they are for the tests that lay networks in namespaces, which only root on Linux can do.

import { installDebianPackages } from './debian-packages.ts';
import type { Outcome, Step } from './step.ts';

/** The programs, and the Debian packages that they are in. */
const packageOf = { ip: 'iproute2', nft: 'nftables', conntrack: 'conntrack' } as const;

/** What decides how they come to a machine. */
export interface NetworkToolsFacts {
  /** The programs that are not there. */
  readonly missing: readonly (keyof typeof packageOf)[];
  readonly aptGet: string | undefined;
  readonly isRoot: boolean;
}

/** The packages to install. Nothing where the tests that need them cannot run: those say so themselves. Pure. */
export function planNetworkTools({ missing, aptGet, isRoot }: NetworkToolsFacts): readonly string[] {
  return aptGet === undefined || !isRoot ? [] : missing.map((program) => packageOf[program]);
}

export const networkToolsStep: Step = {
  ensures: 'networks can be laid in namespaces',
  async ensure(machine): Promise<Outcome> {
    if (machine.platform !== 'linux') return 'already';
    const programs = ['ip', 'nft', 'conntrack'] as const;
    const found = await Promise.all(programs.map((program) => machine.find(program)));
    const missing = programs.filter((_, index) => found[index] === undefined);
    const plan = planNetworkTools({ missing, aptGet: await machine.find('apt-get'), isRoot: machine.isRoot });
    if (plan.length === 0) return 'already';
    machine.say(`installing the Debian packages ${plan.join(', ')} with apt-get`);
    await installDebianPackages(machine, plan);
    return 'changed';
  },
};
