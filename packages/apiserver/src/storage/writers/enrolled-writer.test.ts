import { type FakeClock, fakeClock, silentLog } from '@wherry/component';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryStorage } from '../memory/memory-storage.ts';
import { StorageUnavailable } from '../storage-errors.ts';
import type { Storage } from '../storage.ts';
import { startEnrolledWriter } from './enrolled-writer.ts';
import type { WriterRegister } from './writer-register.ts';

/** A store that counts questions, can fail, and can be slow to answer. */
function setUp() {
  const clock = fakeClock();
  const memory = createMemoryStorage(clock);
  const state = { asked: 0, written: 0, isDown: false, slowBy: 0 };
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    if (state.isDown) throw new StorageUnavailable('down');
    const result = await work();
    if (state.slowBy > 0) await clock.sleep(state.slowBy);
    return result;
  };
  const store: Storage & WriterRegister = {
    get: (key) => call(() => memory.get(key)),
    list: (options) => call(() => memory.list(options)),
    txn(txn) {
      state.written += 1;
      return call(() => memory.txn(txn));
    },
    currentRevision: () => call(() => memory.currentRevision()),
    watch: (options) => memory.watch(options),
    compact: (revision) => memory.compact(revision),
    census() {
      state.asked += 1;
      return call(() => memory.census());
    },
    async enrol(seconds) {
      const place = await call(() => memory.enrol(seconds));
      return { ...place, renew: () => call(() => place.renew()), end: () => call(() => place.end()) };
    },
  };
  const start = async () => {
    const writer = await startEnrolledWriter({ store, clock, log: silentLog });
    onTestFinished(async () => {
      const stopped = writer.stop();
      await clock.advance(10_000);
      await stopped;
    });
    return writer;
  };
  return { clock, memory, state, start };
}

const write = (storage: Pick<Storage, 'txn'>) => storage.txn({ compare: [], puts: [{ key: 'k', value: 'v' }] });
/** What comes of it while time goes on. */
async function during<T>(clock: FakeClock, ms: number, work: Promise<T>): Promise<T | 'waits'> {
  let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
  work.then(
    (value) => (outcome = { value }),
    (error: unknown) => (outcome = { error }),
  );
  await clock.advance(ms);
  // Answers are given at the end of a turn of the event loop.
  for (let turn = 0; turn < 5; turn += 1) await clock.advance(0);
  if (outcome === undefined) return 'waits';
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

describe('a writer that is alone', () => {
  it('asks the store once for all reads of some time', async () => {
    const { clock, state, start } = setUp();
    const writer = await start();
    await clock.advance(1);
    const first = await writer.freshRevision();
    expect(state.asked).toBe(1);
    await clock.advance(99);
    expect(await writer.freshRevision()).toBe(first);
    expect(state.asked).toBe(1);
    await clock.advance(1);
    expect(await writer.freshRevision()).toBe(first);
    expect(state.asked).toBe(2);
  });

  it('knows of what it has written itself without asking', async () => {
    const { clock, state, start } = setUp();
    const writer = await start();
    await clock.advance(200);
    await writer.freshRevision();
    const { revision } = await write(writer.storage);
    expect(await writer.freshRevision()).toBe(revision);
    expect(state.asked).toBe(1);
  });

  it('counts the time from when it asked, not from the answer', async () => {
    const { clock, state, start } = setUp();
    const writer = await start();
    await clock.advance(1);
    state.slowBy = 150;
    expect(await during(clock, 150, writer.freshRevision())).toBe(1);
    state.slowBy = 0;
    await writer.freshRevision();
    expect(state.asked).toBe(2);
  });

  it('believes a store that has been put back to an older state', async () => {
    const { clock, memory, start } = setUp();
    const writer = await start();
    await clock.advance(200);
    await write(writer.storage);
    const { revision } = await write(writer.storage);
    const census = memory.census.bind(memory);
    memory.census = async () => ({ ...(await census()), revision: revision - 1 });
    expect(await writer.freshRevision()).toBe(revision - 1);
    expect(await writer.freshRevision()).toBe(revision - 1);
  });

  it('asks again when the clock on the wall has run on while the other stood still, as in sleep', async () => {
    const { clock, state, start } = setUp();
    const writer = await start();
    await clock.advance(1);
    await writer.freshRevision();
    const now = clock.now();
    clock.now = () => new Date(now.getTime() + 3_600_000);
    await writer.freshRevision();
    expect(state.asked).toBe(2);
  });
});

describe('two writers', () => {
  it('both ask the store, each time', async () => {
    const { clock, state, start } = setUp();
    const [one, other] = [await start(), await start()];
    await clock.advance(200);
    const { revision } = await write(one.storage);
    for (const writer of [one, other, one, other]) expect(await writer.freshRevision()).toBe(revision);
    expect(state.asked).toBe(4);
  });

  it('become one when one has left', async () => {
    const { clock, state, start } = setUp();
    const [one, other] = [await start(), await start()];
    await clock.advance(200);
    await one.stop();
    await expect(write(one.storage)).rejects.toThrow(StorageUnavailable);
    const asked = state.asked;
    await other.freshRevision();
    await other.freshRevision();
    expect(state.asked).toBe(asked + 1);
  });

  it('are not one before the first has done writing', async () => {
    const { clock, state, start } = setUp();
    const [one, other] = [await start(), await start()];
    await clock.advance(200);
    state.slowBy = 500;
    const late = write(one.storage);
    const stopped = one.stop();
    await clock.advance(400);
    state.slowBy = 0;
    await other.freshRevision();
    await other.freshRevision();
    expect(state.asked).toBe(2);
    await clock.advance(1000);
    await stopped;
    const { revision } = await late;
    expect(await other.freshRevision()).toBe(revision);
  });
});

describe('the end of a writer', () => {
  it('does not wait long for a store that is silent', async () => {
    const { clock, state, start } = setUp();
    const writer = await start();
    await clock.advance(4_000);
    state.slowBy = 5_000;
    await clock.advance(1_500);
    const stopped = writer.stop().then(() => 'stopped');
    expect(await during(clock, 1_000, stopped)).toBe('stopped');
  });
});

describe('a write', () => {
  it('waits until whoever takes himself to be alone has got to know', async () => {
    const { clock, start } = setUp();
    await start();
    await clock.advance(0);
    const newcomer = await start();
    await clock.advance(0);
    const written = write(newcomer.storage);
    expect(await during(clock, 149, written)).toBe('waits');
    expect(await during(clock, 1, written)).toMatchObject({ ok: true });
  });

  it('does not wait in a new store', async () => {
    const { clock, start } = setUp();
    const writer = await start();
    expect(await during(clock, 0, write(writer.storage))).toMatchObject({ ok: true });
  });

  it('fails when there is no place to be had, and nothing was written', async () => {
    const { clock, memory, state, start } = setUp();
    state.isDown = true;
    const writer = await start();
    await expect(during(clock, 1, write(writer.storage))).rejects.toThrow(StorageUnavailable);
    state.isDown = false;
    expect(await memory.currentRevision()).toBe(1);
    expect(await during(clock, 700, write(writer.storage))).toMatchObject({ ok: true });
  });

  it('goes on without a pause as long as the place is kept', async () => {
    const { clock, start } = setUp();
    const writer = await start();
    await clock.advance(200);
    for (let i = 0; i < 20; i++) {
      expect(await during(clock, 0, write(writer.storage))).toMatchObject({ ok: true });
      await clock.advance(3_000);
    }
  });

  it('first renews a place that may soon be lost', async () => {
    const { clock, state, start } = setUp();
    const writer = await start();
    await clock.advance(200);
    state.isDown = true;
    await clock.advance(13_000);
    await expect(during(clock, 0, write(writer.storage))).rejects.toThrow(StorageUnavailable);
    expect(state.written).toBe(0);
    state.isDown = false;
    expect(await during(clock, 0, write(writer.storage))).toMatchObject({ ok: true });
  });

  it('takes another place when its own is lost, and waits again', async () => {
    const { clock, memory, state, start } = setUp();
    const writer = await start();
    await clock.advance(200);
    const { writers: before } = await memory.census();
    state.isDown = true;
    await clock.advance(30_000);
    state.isDown = false;
    const written = write(writer.storage);
    expect(await during(clock, 149, written)).toBe('waits');
    expect(await during(clock, 1, written)).toMatchObject({ ok: true });
    const { writers } = await memory.census();
    expect(writers).toHaveLength(1);
    expect(writers).not.toEqual(before);
  });
});
