import { describe, expect, it } from 'vitest';
import { planKeeping, viewOf, type ContainerView } from './plan-keeping.ts';

const machine: ContainerView = {
  id: 'm1',
  name: 'wherry-node-1',
  isRunning: true,
  startedAt: '2026-01-01T00:00:10.5Z',
  error: '',
  machine: undefined,
};
const process: ContainerView = {
  id: 'p1',
  name: 'wherry-node-1-proxy',
  isRunning: true,
  startedAt: '2026-01-01T00:00:11.25Z',
  error: '',
  machine: 'm1',
};
const nothing = { start: [], restart: [], replace: [] };

describe('planKeeping()', () => {
  it.each([
    ['all is well', machine, process],
    ['somebody has stopped the process', machine, { ...process, isRunning: false }],
    [
      'the machine does not run',
      { ...machine, isRunning: false },
      { ...process, isRunning: false, error: 'no machine' },
    ],
    ['the machine was stopped under it', { ...machine, isRunning: false }, process],
  ])('does nothing when %s', (_name, ...containers) => {
    expect(planKeeping(containers)).toEqual(nothing);
  });

  it('starts what could not start before its machine', () => {
    const failed = { ...process, isRunning: false, error: 'cannot join network of a non running container: m1' };
    expect(planKeeping([machine, failed])).toEqual({ ...nothing, start: [failed] });
  });

  it('starts again what is in the network that the machine had before', () => {
    const old = { ...process, startedAt: '2026-01-01T00:00:10.25Z' };
    expect(planKeeping([machine, old])).toEqual({ ...nothing, restart: [old] });
  });

  it('names what can only be replaced', () => {
    expect(planKeeping([{ ...machine, id: 'm2' }, process])).toEqual({ ...nothing, replace: [process] });
  });
});

describe('viewOf()', () => {
  it('reads what the engine tells', () => {
    expect(
      viewOf({
        Id: 'p1',
        Name: '/wherry-node-1-proxy',
        State: { Running: true, StartedAt: process.startedAt, Error: '' },
        HostConfig: { NetworkMode: 'container:m1' },
      }),
    ).toEqual(process);
    expect(
      viewOf({
        Id: 'm1',
        Name: '/wherry-node-1',
        State: { Running: true, StartedAt: machine.startedAt, Error: '' },
        HostConfig: { NetworkMode: 'wherry_default' },
      }),
    ).toEqual(machine);
  });
});
