import { fakeClock, silentLog } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { COMPACT_KEY, startCompactor } from './compactor.ts';
import { createMemoryStorage } from './memory/memory-storage.ts';
import { Compacted } from './storage-errors.ts';
import type { Storage } from './storage.ts';
import { ThingWriter } from './testing/thing-writer.ts';
import { unreliable } from './testing/unreliable-storage.ts';

const INTERVAL = 280_000;

function setUp() {
  const memory = createMemoryStorage();
  const clock = fakeClock();
  const compacted: number[] = [];
  const storage: Storage = unreliable({
    get: (key) => memory.get(key),
    list: (options) => memory.list(options),
    txn: (txn) => memory.txn(txn),
    currentRevision: () => memory.currentRevision(),
    watch: (options) => memory.watch(options),
    async compact(revision) {
      await memory.compact(revision);
      compacted.push(revision);
    },
  });
  const start = () => startCompactor({ storage, clock, log: silentLog });
  return {
    memory,
    storage: storage as ReturnType<typeof unreliable>,
    clock,
    compacted,
    start,
    things: new ThingWriter(memory),
  };
}

describe('startCompactor()', () => {
  it('keeps the history of the last interval and forgets what is older', async () => {
    const { memory, clock, compacted, start, things } = setUp();
    const compactor = await start();
    const old = await things.put('a', { n: 1 });
    await clock.advance(INTERVAL);
    expect(compacted).toEqual([]);
    const recent = await things.put('a', { n: 2 });
    await clock.advance(INTERVAL);
    expect(compacted).toEqual([recent - 1]);
    await expect(memory.list({ prefix: '/', revision: old })).rejects.toThrow(Compacted);
    expect((await memory.list({ prefix: '/', revision: recent })).items).toHaveLength(1);
    await clock.advance(INTERVAL);
    expect(compacted.at(-1)).toBe(recent + 1);
    await compactor.stop();
    expect(clock.pending).toBe(0);
  });

  it('does each round once, however many there are, and goes on when one of them stops', async () => {
    const { memory, clock, compacted, start, things } = setUp();
    const first = await start();
    const second = await start();
    for (let i = 0; i < 4; i += 1) {
      await things.put('a', { i });
      await clock.advance(INTERVAL);
    }
    expect(compacted).toHaveLength(3);
    expect(compacted).toEqual(compacted.toSorted((a, b) => a - b));
    await first.stop();
    for (let i = 0; i < 3; i += 1) {
      await things.put('a', { i: i + 10 });
      await clock.advance(INTERVAL);
    }
    expect(compacted.length).toBeGreaterThanOrEqual(5);
    // Never more than what is two intervals old, never less than what one interval needs.
    expect((await memory.currentRevision()) - (compacted.at(-1) ?? 0)).toBeLessThanOrEqual(5);
    await second.stop();
  });

  it('takes up where an earlier apiserver left off', async () => {
    const { memory, clock, compacted, start, things } = setUp();
    await memory.txn({ compare: [], puts: [{ key: COMPACT_KEY, value: '1' }] });
    await things.put('a');
    const compactor = await start();
    await clock.advance(INTERVAL);
    expect(compacted).toEqual([]);
    const seen = await memory.currentRevision();
    await things.put('b');
    await clock.advance(INTERVAL);
    expect(compacted).toEqual([seen]);
    await compactor.stop();
  });

  it('goes on after the store was away', async () => {
    const { storage, clock, compacted, start, things } = setUp();
    const compactor = await start();
    await clock.advance(INTERVAL);
    storage.down = true;
    await clock.advance(INTERVAL);
    storage.down = false;
    await things.put('a');
    await clock.advance(INTERVAL);
    expect(compacted).toHaveLength(1);
    await compactor.stop();
  });
});
