/**
 * Clients that follow the cache by the rules (resume where they were, list anew when they must) always know what the
 * store holds, whatever happens to the connection, the history, the watcher or the apiserver.
 */
import { type FakeClock, fakeClock, type Running, silentLog } from '@wherry/component';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../memory/memory-storage.ts';
import { resourcePrefix } from '../object-key.ts';
import type { Storage } from '../storage.ts';
import { keyOf, ThingWriter, THINGS } from '../testing/thing-writer.ts';
import { type UnreliableStorage, unreliable } from '../testing/unreliable-storage.ts';
import { Expired } from './cache-errors.ts';
import type { CacheEvent } from './cache-event.ts';
import type { Subscription } from './subscription.ts';
import { startWatchCache, type WatchCache } from './watch-cache.ts';

const prefix = resourcePrefix(THINGS);

/** A client: what it knows, and up to which revision. */
class Follower {
  readonly known = new Map<string, number>();
  revision = 0;
  holding = false;
  relists = 0;
  subscription: Subscription | undefined;

  /** Follows a cache from now on, from where it is. */
  follow(cache: WatchCache): void {
    try {
      this.#subscribe(cache);
    } catch (error) {
      if (!(error instanceof Expired)) throw error;
      this.#listAnew(cache);
      this.#subscribe(cache);
    }
  }

  #subscribe(cache: WatchCache): void {
    this.subscription = cache.subscribe({
      prefix,
      from: this.revision,
      buffer: 3,
      onEvents: (events) => {
        for (const event of events) this.#take(event);
        return !this.holding;
      },
      onEnd: (error) => {
        this.subscription = undefined;
        if (error.message !== 'The cache was stopped') this.follow(cache);
      },
    });
  }

  #listAnew(cache: WatchCache): void {
    this.relists += 1;
    const { entries, revision } = cache.list({ prefix });
    this.known.clear();
    for (const entry of entries) this.known.set(entry.key, entry.revision);
    this.revision = revision;
  }

  #take(event: CacheEvent): void {
    expect(event.revision).toBeGreaterThanOrEqual(this.revision);
    expect(this.known.get(event.key)).toBe(event.previous?.revision);
    if (event.entry) this.known.set(event.key, event.entry.revision);
    else this.known.delete(event.key);
    this.revision = event.revision;
  }

  /** Takes note of a bookmark, as clients do. */
  bookmark(): void {
    this.revision = Math.max(this.revision, this.subscription?.position ?? 0);
  }
}

interface World {
  readonly memory: Storage;
  readonly storage: UnreliableStorage;
  readonly clock: FakeClock;
  readonly things: ThingWriter;
  readonly present: Set<string>;
  readonly followers: readonly Follower[];
  cache: WatchCache & Running;
}

const names = ['a', 'b', 'c', 'd'];
type Step = (world: World) => unknown;
const step = (run: Step, text: string): Step => Object.assign(run, { [fc.toStringMethod]: () => text });

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...names).map((name) =>
      step(async ({ things, present }) => {
        await things.put(name);
        present.add(name);
      }, `put ${name}`),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...names).map((name) =>
      step(async ({ things, present }) => {
        if (present.delete(name)) await things.delete(name);
      }, `delete ${name}`),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constant(
      step(({ memory }) => memory.txn({ compare: [], puts: [{ key: 'other', value: '' }] }), 'put elsewhere'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.boolean().map((down) => step(({ storage }) => void (storage.down = down), `down ${down}`)),
  },
  {
    weight: 2,
    arbitrary: fc.boolean().map((stuck) => step(({ storage }) => void (storage.stuck = stuck), `stuck ${stuck}`)),
  },
  {
    weight: 1,
    arbitrary: fc.constant(
      step(
        ({ storage }) =>
          void (storage.tamper = (events) => {
            storage.tamper = (all) => all;
            return events.slice(1);
          }),
        'lose an event',
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(4).map((ago) =>
      step(async ({ memory }) => {
        await memory.compact(Math.max(1, (await memory.currentRevision()) - ago)).catch(() => undefined);
      }, `compact ${ago}`),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(1), fc.boolean()).map(([n, hold]) =>
      step(({ followers }) => {
        const follower = followers[n];
        if (!follower) return;
        follower.holding = hold;
        if (!hold) follower.subscription?.resume();
      }, `hold ${n} ${hold}`),
    ),
  },
  { weight: 2, arbitrary: fc.nat(1).map((n) => step(({ followers }) => followers[n]?.bookmark(), `bookmark ${n}`)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(0, 60, 4000).map((ms) => step(({ clock }) => clock.advance(ms), `wait ${ms}`)),
  },
  {
    weight: 1,
    arbitrary: fc.constant(
      step(async (world) => {
        if (world.storage.down || world.storage.stuck) return;
        await world.cache.stop();
        world.cache = await advancing(world.clock, startCache(world));
        for (const follower of world.followers) follower.follow(world.cache);
      }, 'restart the cache'),
    ),
  },
);

function startCache({ storage, clock }: Pick<World, 'storage' | 'clock'>) {
  return startWatchCache({ storage, clock, log: silentLog, history: { maxEvents: 6 } });
}

/** Lets time pass until a promise settles. */
async function advancing<T>(clock: FakeClock, promise: Promise<T>): Promise<T> {
  let settled = false;
  const result = promise.finally(() => (settled = true));
  result.catch(() => undefined);
  while (!settled) await clock.advance(1000);
  return result;
}

async function stateAt(memory: Storage, revision: number): Promise<Map<string, number> | undefined> {
  const list = await memory.list({ prefix, revision }).catch(() => undefined);
  return list && new Map(list.items.map((item) => [item.key, item.revision]));
}

describe('the cache, whatever happens', () => {
  it('lets clients that follow the rules know what the store holds', async () => {
    let relists = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 60, size: 'max' }), async (run) => {
        const memory = createMemoryStorage();
        const clock = fakeClock();
        const base = {
          memory,
          storage: unreliable(memory),
          clock,
          things: new ThingWriter(memory),
          present: new Set<string>(),
        };
        const world: World = { ...base, followers: [new Follower(), new Follower()], cache: await startCache(base) };
        for (const follower of world.followers) follower.follow(world.cache);

        for (const next of run) {
          await next(world);
          await new Promise((resolve) => setImmediate(resolve));
          for (const { known, revision } of world.followers) {
            // What a client knows at its revision is what the store held then.
            const stored = await stateAt(memory, revision);
            if (stored) expect(known).toEqual(stored);
          }
        }

        Object.assign(world.storage, { down: false, stuck: false, tamper: (events: unknown) => events });
        await clock.advance(5000);
        const end = await memory.currentRevision();
        // The first question may find out that an event was lost, the second one finds it there.
        await advancing(clock, world.cache.fresh()).catch(() => undefined);
        expect(await advancing(clock, world.cache.fresh())).toBe(end);
        for (const follower of world.followers) {
          follower.holding = false;
          follower.subscription?.resume();
        }
        await clock.advance(0);
        const stored = await stateAt(memory, end);
        expect([...world.present].map(keyOf).toSorted()).toEqual([...(stored?.keys() ?? [])]);
        for (const follower of world.followers) {
          follower.bookmark();
          expect([follower.known, follower.revision]).toEqual([stored, end]);
          relists += follower.relists;
        }
        await world.cache.stop();
      }),
      { numRuns: 500 },
    );
    // Otherwise the rarest way out would not have been taken.
    expect(relists).toBeGreaterThan(0);
  }, 30_000);
});
