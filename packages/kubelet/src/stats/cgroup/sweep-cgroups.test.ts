import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock, type FakeClock, type Running } from '@wherry/component';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cgroupTree } from './cgroup-tree.ts';
import { removeCgroup, sweepCgroups } from './sweep-cgroups.ts';

describe('sweepCgroups()', () => {
  const pod = 'wherry/pod6b2d1e5c';
  const minute = 60_000;
  let root: string;
  let clock: FakeClock;
  let sweeping: Running;
  const make = (path: string): void =>
    ['memory', 'cpu'].forEach((name) => mkdirSync(join(root, name, path), { recursive: true }));
  const isThere = (path = pod): readonly boolean[] =>
    ['memory', 'cpu'].map((name) => existsSync(join(root, name, path)));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'wherry-cgroups-'));
    clock = fakeClock();
    make(pod);
  });
  afterEach(async () => {
    await sweeping.stop();
    rmSync(root, { recursive: true });
  });
  const start = (): void => void (sweeping = sweepCgroups({ tree: cgroupTree(root), clock }));

  it('takes away, in every hierarchy, what has been empty for two minutes', async () => {
    start();
    await clock.advance(minute);
    expect(isThere()).toEqual([true, true]);
    await clock.advance(minute);
    expect(isThere()).toEqual([false, false]);
  });

  it('takes away that of one pod at once, unless it has a container', () => {
    start();
    const other = 'wherry/podother';
    make(`${other}/${'a'.repeat(64)}`);
    removeCgroup(cgroupTree(root), '6b2d1e5c');
    removeCgroup(cgroupTree(root), 'other');
    removeCgroup(cgroupTree(root), 'unknown');
    expect([...isThere(), ...isThere(other)]).toEqual([false, false, true, true]);
  });

  it('leaves what has a container', async () => {
    const container = `${pod}/${'a'.repeat(64)}`;
    make(container);
    start();
    await clock.advance(5 * minute);
    expect(isThere(container)).toEqual([true, true]);
  });

  it('begins to wait anew when there was a container meanwhile', async () => {
    start();
    await clock.advance(minute / 2);
    make(`${pod}/${'a'.repeat(64)}`);
    await clock.advance(minute);
    rmSync(join(root, 'memory', pod, 'a'.repeat(64)), { recursive: true });
    await clock.advance(minute);
    expect(isThere()).toEqual([true, true]);
  });

  it('leaves what has a process, and what is not of a pod', async () => {
    writeFileSync(join(root, 'memory', pod, 'cgroup.procs'), '1\n');
    make('wherry/other');
    make('docker');
    start();
    await clock.advance(5 * minute);
    expect([isThere(), isThere('wherry/other'), isThere('docker')].flat()).not.toContain(false);
  });
});
