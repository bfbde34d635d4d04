import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock, silentLog } from '@wherry/component';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { podOf, UID } from '../pods/testing/pictures.ts';
import type { Verdict } from '../status/picture.ts';
import { startEvictions, type EvictionsOptions } from './evictions.ts';
import { folderSize } from './folder-size.ts';
import type { Readings } from './pressure.ts';

const GIB = 2 ** 30;
const well: Readings = {
  memory: { available: GIB, capacity: 8 * GIB },
  disk: { available: 5 * GIB, capacity: 100 * GIB },
  pids: { available: 30_000, capacity: 32_768 },
};
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-evictions-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function watch(options: Partial<EvictionsOptions> = {}) {
  const clock = fakeClock();
  const evicted: Verdict[] = [];
  const state = { readings: well, freed: false, changes: 0 };
  const evictions = startEvictions({
    pods: () => [podOf({}, { status: { phase: 'Running' } })],
    podFolder: () => folder,
    readMachine: () => Promise.resolve(state.readings),
    freeDisk: () => Promise.resolve(state.freed),
    evict: (_uid, verdict) => evicted.push(verdict),
    onChange: () => (state.changes += 1),
    clock,
    log: silentLog,
    ...options,
  });
  const look = async () => {
    await clock.advance(10_000);
    await evictions.stop();
  };
  return { clock, evictions, evicted, state, look };
}

describe('startEvictions', () => {
  it('lets everybody be while there is enough', async () => {
    const { evicted, evictions, look } = watch();
    await look();
    expect(evicted).toEqual([]);
    expect(evictions.pressure()).toEqual({ memory: false, disk: false, pids: false });
  });

  it('ends a pod when memory runs out, and speaks of it for a while', async () => {
    const { clock, evicted, evictions, state } = watch();
    state.readings = { ...well, memory: { available: 0, capacity: GIB } };
    await clock.advance(10_000);
    expect(evicted).toHaveLength(1);
    state.readings = well;
    await clock.advance(60_000);
    expect([evictions.pressure().memory, evicted.length, state.changes]).toEqual([true, 1, 1]);
    await clock.advance(300_000);
    expect([evictions.pressure().memory, state.changes]).toEqual([false, 2]);
    await evictions.stop();
  });

  it('removes images before it ends a pod when the disk is full', async () => {
    const { clock, evicted, evictions, state } = watch();
    state.readings = { ...well, disk: { available: 0, capacity: GIB } };
    state.freed = true;
    await clock.advance(10_000);
    expect(evicted).toEqual([]);
    state.freed = false;
    await clock.advance(10_000);
    expect(evicted).toHaveLength(1);
    await evictions.stop();
  });

  it('ends a pod that puts more into a volume than it may', async () => {
    const place = join(folder, 'volumes', 'kubernetes.io~empty-dir', 'cache', 'deep');
    await mkdir(place, { recursive: true });
    const volumes = [{ name: 'cache', emptyDir: { sizeLimit: '64Ki' } }];
    const pods = () => [podOf({ volumes }, { status: { phase: 'Running' } })];
    await writeFile(join(place, 'small'), Buffer.alloc(1000));
    const small = watch({ pods });
    await small.look();
    expect(small.evicted).toEqual([]);
    await writeFile(join(place, 'large'), Buffer.alloc(100_000));
    const large = watch({ pods });
    await large.look();
    expect(large.evicted.map(({ message }) => message)).toEqual([
      'Usage of EmptyDir volume "cache" exceeds the limit "64Ki". ',
    ]);
  });
});

describe('folderSize', () => {
  it('counts what lies below, follows no links, and minds nothing that is gone', async () => {
    await writeFile(join(folder, 'a'), Buffer.alloc(8192, 1));
    expect(await folderSize(folder, 2 ** 30)).toBeGreaterThanOrEqual(8192);
    expect(await folderSize(join(folder, UID), 2 ** 30)).toBe(0);
  });
});
