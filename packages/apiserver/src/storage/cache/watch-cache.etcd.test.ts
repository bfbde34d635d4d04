/** The cache on a real etcd that dies, freezes and forgets, under writes. */
import { type Running, silentLog, systemClock } from '@wherry/component';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openEtcdStorage } from '../etcd/etcd-storage.ts';
import { resourcePrefix } from '../object-key.ts';
import { StorageUnavailable, WriteOutcomeUnknown } from '../storage-errors.ts';
import type { Storage } from '../storage.ts';
import { recordEvents } from '../testing/record-events.ts';
import { startEtcd, type TestEtcd } from '../testing/start-etcd.ts';
import { ThingWriter, THINGS } from '../testing/thing-writer.ts';
import { unreliable } from '../testing/unreliable-storage.ts';
import { createItem } from '../write-verbs.ts';
import { Expired, TooSlow } from './cache-errors.ts';
import { startWatchCache, type WatchCache } from './watch-cache.ts';

const prefix = resourcePrefix(THINGS);
let etcd: TestEtcd;
beforeAll(async () => {
  etcd = await startEtcd();
}, 30_000);
afterAll(() => etcd.stop());

const running: Running[] = [];
afterEach(async () => {
  etcd.resume();
  for (const part of running.splice(0).toReversed()) await part.stop();
});

function connect(): Storage & Running {
  const storage = openEtcdStorage({ servers: [etcd.url], clock: systemClock, timeout: 1000 });
  running.push(storage);
  return storage;
}

async function startCache(storage: Storage = connect()): Promise<WatchCache> {
  const cache = await startWatchCache({ storage, clock: systemClock, log: silentLog });
  running.push(cache);
  return cache;
}

/** Reads until it works again. */
async function freshAgain(cache: WatchCache): Promise<number> {
  const deadline = systemClock.monotonic() + 15_000;
  for (;;) {
    try {
      return await cache.fresh();
    } catch (error) {
      const passes = error instanceof StorageUnavailable || error instanceof TooSlow;
      if (!passes || systemClock.monotonic() > deadline) throw error;
      await systemClock.sleep(20);
    }
  }
}

/** Creates numbered things as fast as it can, until told to stop; knows which are there for sure and which may be. */
function startWriting(storage: Storage, name: string) {
  let stopped = false;
  const created = new Map<string, number>();
  const unknown = new Set<string>();
  const write = async () => {
    for (let i = 0; !stopped; i += 1) {
      const key = `${prefix}${name}/${i}`;
      try {
        created.set(key, await createItem(storage, { key, value: '{"kind":"Thing","apiVersion":"v1","metadata":{}}' }));
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error;
        if (error instanceof WriteOutcomeUnknown) unknown.add(key);
        await systemClock.sleep(10);
      }
    }
  };
  const done = write();
  return {
    created,
    async stop() {
      stopped = true;
      await done;
      return { created, unknown };
    },
  };
}

describe('the cache on etcd', () => {
  it('shows in one apiserver what was written through another, at once', async () => {
    const [first, second] = [await startCache(), await startCache()];
    const things = new ThingWriter(connect());
    for (let i = 0; i < 50; i += 1) {
      const revision = await things.put('shared', { i });
      const [a, b] = await Promise.all([first.fresh(), second.fresh()]);
      expect(Math.min(a, b)).toBeGreaterThanOrEqual(revision);
      for (const cache of [first, second]) expect(cache.list({ prefix }).entries[0]?.object['i']).toBe(i);
    }
  });

  it('loses no event and doubles none while etcd is killed in mid-stream', async () => {
    const cache = await startCache();
    const from = cache.revision;
    const record = recordEvents(cache, { prefix, from });
    const writers = [1, 2, 3].map((n) => startWriting(connect(), `killed${n}`));
    for (let i = 0; i < 3; i += 1) {
      const before = Math.max(...writers.map(({ created }) => created.size));
      while (Math.max(...writers.map(({ created }) => created.size)) < before + 100) await systemClock.sleep(5);
      await etcd.kill();
      await etcd.restart();
      await freshAgain(cache);
    }
    const outcomes = await Promise.all(writers.map((writer) => writer.stop()));
    await record.reached(await freshAgain(cache));

    const created = new Map(outcomes.flatMap((outcome) => [...outcome.created]));
    const unknown = new Set(outcomes.flatMap((outcome) => [...outcome.unknown]));
    expect(created.size).toBeGreaterThan(600);
    const revisions = record.events.map((event) => event.revision);
    expect(revisions).toEqual(Array.from(revisions, (_, i) => from + 1 + i));
    const seen = new Map(record.events.map((event) => [event.key, event.revision]));
    expect(seen.size).toBe(record.events.length);
    for (const [key, revision] of created) expect(seen.get(key)).toBe(revision);
    for (const key of seen.keys()) expect(created.has(key) || unknown.has(key)).toBe(true);
  }, 40_000);

  it('answers in time while etcd is frozen, and goes on without a restart', async () => {
    const storage = connect();
    const cache = await startCache(storage);
    const record = recordEvents(cache, { prefix, from: cache.revision });
    const things = new ThingWriter(storage);
    await record.reached(await things.put('frozen'));
    await etcd.pause();
    const start = systemClock.monotonic();
    const reads = await Promise.allSettled([cache.fresh(), cache.fresh(), cache.fresh()]);
    expect(reads.map((read) => read.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(systemClock.monotonic() - start).toBeLessThan(2000);
    expect(cache.list({ prefix, limit: 1 }).entries).toHaveLength(1);
    await systemClock.sleep(3000 - (systemClock.monotonic() - start));
    etcd.resume();
    await freshAgain(cache);
    const last = await things.put('frozen', { n: 2 });
    await record.reached(last);
    expect(record.events.map((event) => event.type)).toEqual(['ADDED', 'MODIFIED']);
  }, 20_000);

  it('loads anew when etcd was compacted while the cache could not reach it', async () => {
    const link = unreliable(connect());
    const cache = await startCache(link);
    const things = new ThingWriter(connect());
    await things.put('compacted/a');
    await things.put('compacted/b');
    const record = recordEvents(cache, { prefix, from: await cache.fresh() });
    link.down = true;
    await things.put('compacted/a', { n: 2 });
    const last = await things.delete('compacted/b');
    await connect().compact(last);
    link.down = false;
    expect(await record.ended).toBeInstanceOf(Expired);
    expect(await cache.fresh()).toBe(last);
    const { entries } = cache.list({ prefix: `${prefix}compacted/` });
    expect(entries.map(({ object }) => [object.metadata['name'], object['n']])).toEqual([['compacted/a', 2]]);
  }, 20_000);
});
