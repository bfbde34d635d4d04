import { describe, expect, it } from 'vitest';
import type { Machine } from './machine.ts';
import { networkToolsStep, planNetworkTools, type NetworkToolsFacts } from './network-tools.ts';

const facts: NetworkToolsFacts = { missing: ['nft', 'conntrack'], aptGet: '/usr/bin/apt-get', isRoot: true };

describe('planNetworkTools', () => {
  it.each<[string, Partial<NetworkToolsFacts>, string[]]>([
    ['installs what is missing', {}, ['nftables', 'conntrack']],
    ['installs nothing when all is there', { missing: [] }, []],
    ['installs nothing for somebody who could not use it', { isRoot: false }, []],
    ['installs nothing where there is no apt-get', { aptGet: undefined }, []],
  ])('%s', (_, given, expected) => {
    expect(planNetworkTools({ ...facts, ...given })).toEqual(expected);
  });
});

describe('networkToolsStep', () => {
  function machineWith(platform: NodeJS.Platform, ...programs: string[]): { machine: Machine; ran: string[] } {
    const ran: string[] = [];
    const machine: Machine = {
      root: '/work',
      platform,
      arch: 'x64',
      isRoot: true,
      find: (command) => Promise.resolve(programs.includes(command) ? `/usr/sbin/${command}` : undefined),
      run: (command, args) => Promise.resolve(void ran.push([command, ...args].join(' '))),
      exists: () => Promise.resolve(false),
      startDaemon: () => Promise.resolve(),
      say: () => undefined,
    };
    return { machine, ran };
  }

  it('installs the packages of the programs that are not there', async () => {
    const { machine, ran } = machineWith('linux', 'ip', 'apt-get');
    expect(await networkToolsStep.ensure(machine)).toBe('changed');
    expect(ran.at(-1)).toMatch(/install .* nftables conntrack$/);
  });

  it.each<[string, NodeJS.Platform, string[]]>([
    ['has them all', 'linux', ['ip', 'nft', 'conntrack', 'apt-get']],
    ['is no Linux', 'darwin', ['apt-get']],
  ])('leaves a machine alone that %s', async (_, platform, programs) => {
    const { machine, ran } = machineWith(platform, ...programs);
    expect(await networkToolsStep.ensure(machine)).toBe('already');
    expect(ran).toEqual([]);
  });
});
