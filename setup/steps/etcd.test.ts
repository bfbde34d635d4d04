import { describe, expect, it } from 'vitest';
import { etcdStep, planEtcd } from './etcd.ts';
import type { EtcdFacts, EtcdPlan } from './etcd.ts';
import type { Machine } from './machine.ts';

const debianRoot: EtcdFacts = { etcd: undefined, aptGet: '/usr/bin/apt-get', platform: 'linux', isRoot: true };

describe('planEtcd', () => {
  const cases: { name: string; facts: EtcdFacts; plan: EtcdPlan }[] = [
    { name: 'does nothing where etcd is', facts: { ...debianRoot, etcd: '/usr/bin/etcd' }, plan: { do: 'nothing' } },
    { name: 'installs as root on Debian', facts: debianRoot, plan: { do: 'install' } },
    {
      name: 'asks for sudo on Debian without root',
      facts: { ...debianRoot, isRoot: false },
      plan: { do: 'ask', instruction: 'sudo apt-get install etcd-server' },
    },
    {
      name: 'asks for Homebrew on macOS',
      facts: { ...debianRoot, aptGet: undefined, platform: 'darwin' },
      plan: { do: 'ask', instruction: 'brew install etcd' },
    },
    {
      name: 'asks for a binary where there is no apt-get',
      facts: { ...debianRoot, aptGet: undefined },
      plan: { do: 'ask', instruction: 'put etcd 3.4 or later on the PATH (https://etcd.io)' },
    },
  ];
  it.each(cases)('$name', ({ facts, plan }) => {
    expect(planEtcd(facts)).toEqual(plan);
  });
});

describe('etcdStep', () => {
  function machineWith(commands: readonly string[]): Machine & { ran: string[] } {
    const ran: string[] = [];
    return {
      root: '/checkout',
      platform: 'darwin',
      arch: 'arm64',
      isRoot: false,
      find: async (command) => (commands.includes(command) ? `/opt/bin/${command}` : undefined),
      run: async (command) => void ran.push(command),
      exists: () => Promise.resolve(false),
      startDaemon: () => Promise.resolve(),
      say: () => {},
      ran,
    };
  }

  it('runs nothing where etcd is', async () => {
    const machine = machineWith(['etcd', 'apt-get']);
    expect(await etcdStep.ensure(machine)).toBe('already');
    expect(machine.ran).toEqual([]);
  });

  it('says what to run where it may not install', async () => {
    await expect(etcdStep.ensure(machineWith([]))).rejects.toThrow(
      'etcd is not installed. Please run: brew install etcd',
    );
  });
});
