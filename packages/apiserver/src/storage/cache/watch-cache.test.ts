import { createLog, fakeClock, silentLog } from '@wherry/component';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../memory/memory-storage.ts';
import { namespacePrefix, objectKey, resourcePrefix } from '../object-key.ts';
import { StorageUnavailable } from '../storage-errors.ts';
import { storedText } from '../stored-text.ts';
import { recordEvents } from '../testing/record-events.ts';
import { keyOf, ThingWriter, THINGS } from '../testing/thing-writer.ts';
import { unreliable } from '../testing/unreliable-storage.ts';
import { createItem } from '../write-verbs.ts';
import { Expired, Overflow, TooSlow } from './cache-errors.ts';
import { startWatchCache, type WatchCacheOptions } from './watch-cache.ts';

const prefix = resourcePrefix(THINGS);
const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const cache of running.splice(0)) await cache.stop();
});
/** Lets everything happen that can happen without time passing. */
const settled = async () => {
  // The store tells in one turn of the event loop, the cache deals in the next. A timer might come in between.
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

function setUp() {
  const memory = createMemoryStorage();
  const storage = unreliable(memory);
  const clock = fakeClock();
  const things = new ThingWriter(memory);
  const start = async (options: Partial<WatchCacheOptions> = {}) => {
    const indexes = [
      {
        prefix,
        name: 'node',
        valueOf: ({ node }: Record<string, unknown>) => (typeof node === 'string' ? node : undefined),
      },
    ];
    const cache = await startWatchCache({ storage, clock, log: silentLog, indexes, ...options });
    running.push(cache);
    return cache;
  };
  return { memory, storage, clock, things, start };
}
const names = ({ entries }: { entries: readonly { object: { metadata: Record<string, unknown> } }[] }) =>
  entries.map(({ object }) => object.metadata['name']);

describe('reads of the cache', () => {
  it('show what was there before it started and what was written since', async () => {
    const { things, start } = setUp();
    const before = await things.put('a', { n: 1 });
    const cache = await start();
    expect(cache.get(keyOf('a'))?.text).toBe(
      `{"kind":"Thing","apiVersion":"v1","metadata":{"resourceVersion":"${before}","name":"a"},"n":1}`,
    );
    const after = await things.put('b');
    expect(await cache.fresh()).toBe(after);
    expect(cache.get(keyOf('b'))?.revision).toBe(after);
    await things.delete('a');
    await cache.fresh();
    expect(cache.get(keyOf('a'))).toBeUndefined();
    expect(names(cache.list({ prefix }))).toEqual(['b']);
    expect(cache.list({ prefix }).revision).toBe(await cache.fresh());
  });

  it('do not show half of a transaction, nor keys of others', async () => {
    const { memory, start } = setUp();
    const cache = await start();
    const value = '{"kind":"Thing","apiVersion":"v1","metadata":{}}';
    await memory.txn({ compare: [], puts: ['a', 'b'].map((name) => ({ key: keyOf(name), value })) });
    await memory.txn({ compare: [], puts: [{ key: 'elsewhere', value }] });
    const seen = new Set<number>();
    while (cache.revision < (await memory.currentRevision())) {
      seen.add(cache.list({ prefix }).entries.length);
      await Promise.resolve();
    }
    expect([...seen].every((count) => count === 0 || count === 2)).toBe(true);
    expect(cache.list({ prefix }).entries).toHaveLength(2);
    expect(cache.get('elsewhere')).toBeUndefined();
  });

  it('pass over what is no object', async () => {
    const { memory, things, start } = setUp();
    await memory.txn({ compare: [], puts: [{ key: keyOf('broken'), value: 'x' }] });
    const cache = await start();
    await memory.txn({
      compare: [],
      puts: [{ key: keyOf('later'), value: '{"kind":"Thing","apiVersion":"v1","metadata":{' }],
    });
    await things.put('a', { node: 'n' });
    await cache.fresh();
    expect(cache.get(keyOf('broken'))).toBeUndefined();
    expect(cache.list({ prefix, field: { name: 'node', value: 'n' } }).entries).toHaveLength(1);
  });

  it('are up to date only after fresh(): one question to the store for all who ask at a time', async () => {
    const { storage, things, start } = setUp();
    const cache = await start();
    const before = storage.calls.currentRevision;
    const hold = Promise.withResolvers<void>();
    storage.hold = hold.promise;
    const first = cache.fresh();
    const revision = await things.put('a');
    const rest = Array.from({ length: 50 }, () => cache.fresh());
    hold.resolve();
    await first;
    expect(await Promise.all(rest)).toEqual(rest.map(() => revision));
    expect(storage.calls.currentRevision - before).toBe(2);
  });

  it('give up when the cache cannot follow, and try to get it going again', async () => {
    const { storage, things, clock, start } = setUp();
    const cache = await start();
    storage.stuck = true;
    const wanted = await things.put('a');
    const read = cache.fresh();
    const watches = storage.calls.watch;
    const failure = expect(read).rejects.toMatchObject({ name: 'TooSlow', wanted, current: wanted - 1 });
    await clock.advance(2999);
    expect(storage.calls.watch).toBe(watches);
    await clock.advance(1);
    await failure;
    storage.stuck = false;
    expect(await cache.fresh()).toBe(wanted);
    expect(storage.calls.watch).toBe(watches + 1);
  });

  it('can wait for a revision, in vain if there is none', async () => {
    const { things, clock, start } = setUp();
    const cache = await start();
    const reached = cache.reached(cache.revision + 1);
    await things.put('a');
    await reached;
    expect(clock.pending).toBe(0);
    const never = cache.reached(cache.revision + 1);
    const failure = expect(never).rejects.toThrow(TooSlow);
    await clock.advance(3000);
    await failure;
  });

  it('find objects by an indexed field', async () => {
    const { things, start } = setUp();
    await things.put('ns1/a', { node: 'n1' });
    await things.put('ns1/b', { node: 'n2' });
    const cache = await start();
    await things.put('ns2/c', { node: 'n1' });
    await things.put('ns2/d');
    await cache.fresh();
    const on = (value: string, within = prefix) =>
      names(cache.list({ prefix: within, field: { name: 'node', value } }));
    expect(on('n1')).toEqual(['ns1/a', 'ns2/c']);
    expect(on('n1', namespacePrefix(THINGS, 'ns2'))).toEqual(['ns2/c']);
    await things.put('ns1/a', { node: 'n2' });
    await things.delete('ns2/c');
    await cache.fresh();
    expect(on('n1')).toEqual([]);
    expect(on('n2')).toEqual(['ns1/a', 'ns1/b']);
    expect(() => cache.list({ prefix, field: { name: 'nope', value: '' } })).toThrow('no such index');
  });
});

describe('pages of the cache', () => {
  const pageThrough = async (history: 'in memory' | 'in the store') => {
    const { memory, things, start } = setUp();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await things.put(name, { node: name < 'c' ? 'n1' : 'n2' });
    const cache = await start();
    const first = cache.list({ prefix, limit: 2 });
    const { revision } = first;
    await things.delete('d');
    await things.put('bb');
    await things.put('e', { changed: true });
    if (history === 'in the store') {
      // Push the kept state out.
      for (let i = 0; i < 10; i += 1) {
        await things.put('z', { i });
        await cache.fresh();
        cache.list({ prefix, limit: 1 });
      }
    }
    await cache.fresh();
    return { memory, cache, first, revision };
  };

  it.each(['in memory', 'in the store'] as const)('show one revision, with the past state %s', async (history) => {
    const { cache, first, revision } = await pageThrough(history);
    expect([names(first), first.remaining]).toEqual([['a', 'b'], 3]);
    const second = await cache.listAt(revision, { prefix, limit: 2, after: keyOf('b') });
    expect([names(second), second.remaining, second.revision]).toEqual([['c', 'd'], 1, revision]);
    const third = await cache.listAt(revision, { prefix, limit: 2, after: keyOf('d') });
    expect([names(third), third.remaining]).toEqual([['e'], 0]);
    expect(third.entries[0]?.object['changed']).toBeUndefined();
    const where = (entry: { key: string }) => entry.key !== keyOf('c');
    const filtered = await cache.listAt(revision, { prefix, limit: 1, where, field: { name: 'node', value: 'n2' } });
    expect([names(filtered), filtered.remaining]).toEqual([['d'], 1]);
  });

  it('read the store only when they have to', async () => {
    const { storage, things, start } = setUp();
    for (const name of ['a', 'b', 'c']) await things.put(name);
    const cache = await start();
    const lists = storage.calls.list;
    const { revision } = cache.list({ prefix, limit: 1 });
    await things.put('bb');
    await cache.fresh();
    await cache.listAt(revision, { prefix, limit: 1, after: keyOf('a') });
    await cache.listAt(cache.revision, { prefix });
    expect(storage.calls.list).toBe(lists);
  });

  it('end with Expired when the store has forgotten the revision, though nothing has changed since', async () => {
    const { memory, clock, things, start } = setUp();
    for (const name of ['a', 'b', 'c']) await things.put(name);
    const cache = await start();
    const { revision } = cache.list({ prefix, limit: 1 });
    const next = () => cache.listAt(revision, { prefix, limit: 1, after: keyOf('a') });
    for (let minute = 0; minute < 7; minute += 1) {
      const key = objectKey({ group: '', resource: 'others' }, { namespace: 'default', name: `x-${minute}` });
      await createItem(memory, { key, value: storedText({ kind: 'Other', apiVersion: 'v1', metadata: {} }) });
      await cache.fresh();
      await clock.advance(60_000);
    }
    expect(names(await next())).toEqual(['b']);
    await memory.compact(await memory.currentRevision());
    await expect(next()).rejects.toThrow(Expired);
  });

  it('end with Expired when the store has forgotten the revision', async () => {
    const { memory, cache, revision } = await pageThrough('in the store');
    await memory.compact(await memory.currentRevision());
    await expect(cache.listAt(revision, { prefix, limit: 2, after: keyOf('b') })).rejects.toThrow(Expired);
  });
});

describe('subscriptions to the cache', () => {
  it('tell of every change after a revision, past and present, once and in order', async () => {
    const { things, start } = setUp();
    const cache = await start();
    const from = await things.put('a');
    await things.put('b');
    await cache.fresh();
    const record = recordEvents(cache, { prefix, from });
    expect(record.events).toEqual([]);
    await things.put('a', { n: 2 });
    await record.reached(await things.delete('b'));
    expect(record.shown()).toEqual([`ADDED b@${from + 1}`, `MODIFIED a@${from + 2}`, `DELETED b@${from + 3}`]);
    expect(record.events[1]?.previous?.revision).toBe(from);
  });

  it('miss nothing between a list and what follows it', async () => {
    const { things, start } = setUp();
    const cache = await start();
    for (let i = 0; i < 5; i += 1) await things.put(`a${i}`);
    const { entries, revision } = cache.list({ prefix });
    const record = recordEvents(cache, { prefix, from: revision });
    const last = await things.put('last');
    await record.reached(last);
    expect([...entries.map((entry) => entry.key), ...record.events.map((event) => event.key)]).toEqual(
      ['a0', 'a1', 'a2', 'a3', 'a4', 'last'].map(keyOf),
    );
  });

  it('get only what they are about', async () => {
    const { things, start } = setUp();
    const cache = await start();
    const from = cache.revision;
    const at = { from };
    const namespace = recordEvents(cache, { prefix: namespacePrefix(THINGS, 'ns1'), ...at });
    const one = recordEvents(cache, { prefix: keyOf('ns1/a'), ...at });
    const field = recordEvents(cache, { prefix, field: { name: 'node', value: 'n1' }, ...at });
    const both = recordEvents(cache, {
      prefix: namespacePrefix(THINGS, 'ns2'),
      field: { name: 'node', value: 'n1' },
      ...at,
    });
    const other = recordEvents(cache, { prefix: '/registry/core/others/', ...at });
    const write = async () => {
      await things.put('ns1/a', { node: 'n1' });
      await things.put('ns1/ab', { node: 'n2' });
      await things.put('ns10/a', { node: 'n1' });
      await things.put('ns1/a', { node: 'n2' });
      await things.put('ns2/x', { node: 'n1' });
      await things.delete('ns2/x');
    };
    await write();
    await cache.fresh();
    await settled();
    const expected = {
      namespace: ['ADDED a', 'ADDED ab', 'MODIFIED a'],
      one: ['ADDED a', 'MODIFIED a'],
      field: ['ADDED a', 'ADDED a', 'MODIFIED a', 'ADDED x', 'DELETED x'],
      both: ['ADDED x', 'DELETED x'],
      other: [],
    };
    const shown = (record: { shown(): string[] }) => record.shown().map((line) => line.replace(/@\d+$/, ''));
    const result = { namespace, one, field, both, other };
    expect(Object.fromEntries(Object.entries(result).map(([name, record]) => [name, shown(record)]))).toEqual(expected);
    // The same, out of the history.
    const again = recordEvents(cache, { prefix, field: { name: 'node', value: 'n1' }, from });
    const oneAgain = recordEvents(cache, { prefix: keyOf('ns1/a'), from });
    await settled();
    expect([shown(again), shown(oneAgain)]).toEqual([expected.field, expected.one]);
  });

  it('cannot start where the history is gone', async () => {
    const { things, start } = setUp();
    const cache = await start({ history: { maxEvents: 2 } });
    const first = await things.put('a');
    await things.put('b');
    await things.put('c');
    await cache.fresh();
    expect(() => recordEvents(cache, { prefix, from: first - 1 })).toThrow(Expired);
    const record = recordEvents(cache, { prefix, from: first });
    await record.reached(first + 2);
    expect(record.events).toHaveLength(2);
  });

  it('start later when they are told a revision that is still to come', async () => {
    const { things, start } = setUp();
    const cache = await start();
    const record = recordEvents(cache, { prefix, from: cache.revision + 2 });
    expect(record.subscription.position).toBe(cache.revision + 2);
    for (const name of ['a', 'b', 'c']) await things.put(name);
    await record.reached(cache.revision);
    expect(record.shown()).toEqual([`ADDED c@${cache.revision}`]);
  });

  it('get in one batch what has come in one go', async () => {
    const { things, start } = setUp();
    const cache = await start();
    const record = recordEvents(cache, { prefix, from: cache.revision });
    for (const name of ['a', 'b', 'c']) await things.put(name);
    await cache.fresh();
    await settled();
    expect(record.batches).toEqual([3]);
  });

  it('may hold their events, but not too many', async () => {
    const { memory, things, start } = setUp();
    const cache = await start();
    const record = recordEvents(cache, { prefix, from: cache.revision, buffer: 3 });
    record.hold();
    const put = async (name: string) => {
      const revision = await things.put(name);
      await cache.fresh();
      await settled();
      return revision;
    };
    const first = await put('a');
    // Nothing is held yet, so the position moves on with what others write; it does not go back when something is.
    await memory.txn({ compare: [], puts: [{ key: 'elsewhere', value: 'x' }] });
    await cache.fresh();
    await settled();
    expect(record.subscription.position).toBe(first + 1);
    for (const name of ['b', 'c']) await put(name);
    expect(record.events.map(({ key }) => key)).toEqual([keyOf('a')]);
    expect(record.subscription.position).toBe(first + 1);
    record.resume();
    expect(record.events).toHaveLength(3);
    expect(record.subscription.position).toBe(first + 3);
    record.hold();
    for (const name of ['d', 'e', 'f', 'g']) await put(name);
    expect(record.events).toHaveLength(4);
    await put('h');
    expect(await record.ended).toBeInstanceOf(Overflow);
    const resumed = recordEvents(cache, { prefix, from: record.events.at(-1)?.revision ?? 0 });
    await resumed.reached(cache.revision);
    expect(resumed.events).toHaveLength(4);
  });

  it('have a position that moves on without events of theirs, never ahead of what they got, never back', async () => {
    const { memory, things, start } = setUp();
    const cache = await start();
    const record = recordEvents(cache, { prefix, from: cache.revision });
    const put = () => memory.txn({ compare: [], puts: [{ key: 'elsewhere', value: 'x' }] });
    let last = record.subscription.position;
    for (let i = 0; i < 20; i += 1) {
      await (i % 4 === 0 ? things.put(`a${i}`) : put());
      for (let tick = 0; tick < 4; tick += 1) {
        const { position } = record.subscription;
        expect(position).toBeGreaterThanOrEqual(last);
        const missing = cache
          .list({ prefix })
          .entries.filter(
            ({ key, revision }) => revision <= position && !record.events.some((event) => event.key === key),
          );
        expect(missing).toEqual([]);
        last = position;
        await (tick === 2 ? settled() : Promise.resolve());
      }
    }
    expect(record.subscription.position).toBe(cache.revision);
  });

  it('say nothing more once they are closed, and do not suffer from one that fails', async () => {
    const { things, start } = setUp();
    const cache = await start();
    const closed = recordEvents(cache, { prefix, from: cache.revision });
    const failing = Promise.withResolvers<Error>();
    cache.subscribe({
      prefix,
      from: cache.revision,
      onEvents() {
        throw new Error('a bug');
      },
      onEnd: failing.resolve,
    });
    const open = recordEvents(cache, { prefix, from: cache.revision });
    closed.subscription.close();
    await open.reached(await things.put('a'));
    expect((await failing.promise).message).toBe('a bug');
    expect(closed.events).toEqual([]);
    expect(cache.stats().subscribers).toBe(1);
  });

  it('share what is sent: one frame for all', async () => {
    const { things, start } = setUp();
    const cache = await start();
    const records = [1, 2, 3].map(() => recordEvents(cache, { prefix, from: cache.revision }));
    const last = await things.put('a');
    await Promise.all(records.map((record) => record.reached(last)));
    expect(new Set(records.map((record) => record.events[0]?.frame())).size).toBe(1);
  });
});

describe('the cache when the store fails', () => {
  it('fails up-to-date reads at once, shows what it has, and goes on where it was', async () => {
    const { storage, things, clock, start } = setUp();
    await things.put('a');
    const lines: string[] = [];
    const cache = await start({ log: createLog({ clock, write: (line) => lines.push(line) }) });
    const record = recordEvents(cache, { prefix, from: cache.revision });
    storage.down = true;
    await expect(cache.fresh()).rejects.toThrow(StorageUnavailable);
    expect(names(cache.list({ prefix }))).toEqual(['a']);
    await things.put('b');
    await things.put('a', { n: 2 });
    const last = await things.delete('b');
    await clock.advance(5000);
    expect(record.events).toEqual([]);
    storage.down = false;
    await clock.advance(1000);
    await record.reached(last);
    expect(record.shown().map((line) => line.split('@')[0])).toEqual(['ADDED b', 'MODIFIED a', 'DELETED b']);
    expect(await cache.fresh()).toBe(last);
    // One line when it began and one when it ended, however often the watch was tried meanwhile.
    expect(storage.calls.watch).toBeGreaterThan(5);
    expect(lines.map((line) => /msg="(.*?)"/.exec(line)?.[1])).toEqual(['lost the watch', 'the watch goes on']);
  });

  it('ends watches with Expired and loads anew when the history was compacted meanwhile', async () => {
    const { memory, storage, things, clock, start } = setUp();
    const from = await things.put('a');
    const cache = await start();
    const record = recordEvents(cache, { prefix, from });
    storage.down = true;
    await things.put('b');
    const last = await things.delete('a');
    await memory.compact(last);
    await clock.advance(100);
    storage.down = false;
    await clock.advance(1000);
    expect(await record.ended).toBeInstanceOf(Expired);
    expect(record.events).toEqual([]);
    expect(names(cache.list({ prefix }))).toEqual(['b']);
    expect(cache.revision).toBe(last);
    expect(() => recordEvents(cache, { prefix, from })).toThrow(Expired);
    const next = recordEvents(cache, { prefix, from: last });
    await next.reached(await things.put('c'));
    expect(next.shown()).toEqual([`ADDED c@${last + 1}`]);
  });

  it('notices a lost event and gets it from the history', async () => {
    const { storage, things, start } = setUp();
    const cache = await start();
    const record = recordEvents(cache, { prefix, from: cache.revision });
    const first = await things.put('a');
    await record.reached(first);
    storage.tamper = (events) => {
      storage.tamper = (all) => all;
      return events.slice(1);
    };
    storage.stuck = true;
    for (const name of ['b', 'c']) await things.put(name);
    await settled();
    storage.stuck = false;
    await record.reached(first + 2);
    expect(record.shown()).toEqual([`ADDED a@${first}`, `ADDED b@${first + 1}`, `ADDED c@${first + 2}`]);
  });

  it('does not take an event twice', async () => {
    const { storage, things, start } = setUp();
    const cache = await start();
    const record = recordEvents(cache, { prefix, from: cache.revision });
    const first = await things.put('a');
    await record.reached(first);
    const again = record.events.map(({ key, revision }) => ({ type: 'delete' as const, key, revision }));
    storage.tamper = (events) => {
      storage.tamper = (all) => all;
      return [...again, ...events];
    };
    await record.reached(await things.put('b'));
    expect(record.shown()).toEqual([`ADDED a@${first}`, `ADDED b@${first + 1}`]);
  });

  it('loads anew when the store itself lacks a revision, or has gone back', async () => {
    const { storage, things, start } = setUp();
    const cache = await start();
    const lost = (await things.put('a')) + 1;
    storage.tamper = (events) => events.filter(({ revision }) => revision !== lost);
    await things.put('b');
    await things.put('c');
    await settled();
    expect(names(cache.list({ prefix }))).toEqual(['a', 'b', 'c']);

    const other = setUp();
    const old = await other.start();
    await other.things.put('a');
    await old.fresh();
    const restored = setUp();
    let current = other.storage;
    const replaced = await startWatchCache({
      clock: other.clock,
      log: silentLog,
      storage: new Proxy(other.storage, { get: (_target, name) => Reflect.get(current, name) as unknown }),
    });
    running.push(replaced);
    await other.things.put('b');
    await replaced.fresh();
    const record = recordEvents(replaced, { prefix, from: replaced.revision });
    current = restored.storage;
    other.storage.down = true;
    await other.clock.advance(1000);
    expect(await record.ended).toBeInstanceOf(Expired);
    expect(replaced.list({ prefix })).toMatchObject({ entries: [], revision: 1 });
  });

  it('waits for the store at the start, until it is told not to', async () => {
    const { storage, things, clock, start } = setUp();
    await things.put('a');
    storage.down = true;
    const starting = start();
    await clock.advance(10_000);
    storage.down = false;
    await clock.advance(1000);
    expect(names((await starting).list({ prefix }))).toEqual(['a']);

    storage.down = true;
    const stop = new AbortController();
    const given = start({ signal: stop.signal });
    await clock.advance(1000);
    stop.abort(new Error('told to'));
    await expect(given).rejects.toThrow('told to');
  });

  it('is not ready before it is where the store was', async () => {
    const { storage, things, start } = setUp();
    for (const name of ['a', 'b']) await things.put(name);
    storage.stuck = true;
    let ready = false;
    const starting = start().then((cache) => {
      ready = true;
      return cache;
    });
    await settled();
    expect(ready).toBe(false);
    storage.stuck = false;
    expect(names((await starting).list({ prefix }))).toEqual(['a', 'b']);
  });

  it('lets watches resume over its own restart', async () => {
    const { memory, things, start } = setUp();
    const revisions: number[] = [];
    for (const name of ['a', 'b', 'c', 'd']) revisions.push(await things.put(name));
    const cache = await start();
    const record = recordEvents(cache, { prefix, from: revisions[1] ?? 0 });
    await record.reached(revisions[3] ?? 0);
    expect(record.shown()).toEqual([`ADDED c@${revisions[2]}`, `ADDED d@${revisions[3]}`]);
    await memory.compact(revisions[2] ?? 0);
    const later = await start();
    expect(names(later.list({ prefix }))).toEqual(['a', 'b', 'c', 'd']);
    expect(() => recordEvents(later, { prefix, from: revisions[2] ?? 0 })).toThrow(Expired);
  });

  it('ends everything when it is stopped', async () => {
    const { storage, things, start } = setUp();
    const cache = await start();
    const record = recordEvents(cache, { prefix, from: cache.revision });
    storage.stuck = true;
    await things.put('a');
    const waiting = expect(cache.fresh()).rejects.toThrow('The cache was stopped');
    await settled();
    await cache.stop();
    await cache.done;
    await waiting;
    expect((await record.ended).message).toBe('The cache was stopped');
  });
});
