/**
 * The watch cache: every object in memory, fed by one watch of the store, and all reads and watches of clients served
 * from it. A read that has to be up to date first finds out how far the store is and waits until the cache is there too,
 * so that several apiservers on one store tell the same truth.
 */
import { type Clock, type Log, type Running, starting } from '@wherry/component';
import type { Storage, StorageEvent, StoredItem } from '../storage.ts';
import { Expired, TooSlow } from './cache-errors.ts';
import { Contents } from './contents.ts';
import type { Entry } from './entry.ts';
import { EventDealer } from './event-dealer.ts';
import { EventLog, type EventLogLimits } from './event-log.ts';
import { type Feed, type FeedSink, startFeed } from './feed.ts';
import type { FieldIndexOptions, FieldValue } from './field-index.ts';
import { MemoBudget } from './memo-budget.ts';
import { RevisionWaiters } from './revision-waiters.ts';
import { selectFromStore } from './select-from-store.ts';
import { SharedRead } from './shared-read.ts';
import type { Selection } from './sorted-entries.ts';
import { type SubscribeOptions, Subscriber, type Subscription } from './subscription.ts';

export interface WatchCacheOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells a revision that shows everything that was written before the call. @default asks the storage */
  readonly freshRevision?: () => Promise<number>;
  /** @default none */
  readonly indexes?: readonly FieldIndexOptions[];
  /** Gives up waiting for the store at the start. @default waits for ever */
  readonly signal?: AbortSignal;
  /** How long reads wait for the cache, in milliseconds. @default 3000 */
  readonly patience?: number;
  /** How much history is kept. */
  readonly history?: EventLogLimits;
}

export interface CacheListOptions extends Selection {
  /** Only objects whose indexed field has this value. @default all */
  readonly field?: FieldValue;
}

export interface EntryList {
  /** In the order of their keys. The next page starts after the last one's key. */
  readonly entries: readonly Entry[];
  /** The revision that the list shows. */
  readonly revision: number;
  /** How many objects follow, whether `where` is true of them or not; 0 means that this is the end. */
  readonly remaining: number;
}

/** Reads and watches. Those that do not wait show the cache as it is; call `fresh` or `reached` before. */
export interface WatchCache {
  /** The revision that the cache shows. */
  readonly revision: number;
  /**
   * Waits until the cache shows everything that was written before the call, by whomever.
   *
   * @returns the revision that the store had got to.
   * @throws TooSlow; StorageUnavailable.
   */
  fresh(): Promise<number>;
  /**
   * Waits until the cache shows a revision.
   *
   * @throws TooSlow when it takes too long, also because there is no such revision yet.
   */
  reached(revision: number): Promise<void>;
  get(key: string): Entry | undefined;
  /**
   * Lists objects of one resource, or of one of its namespaces. With a `limit`, what follows can be read by `listAt`
   * with the revision of this list.
   */
  list(options: CacheListOptions): EntryList;
  /**
   * Lists objects as they were at a revision.
   *
   * @throws Expired when that is too long ago; TooSlow when it is not there yet; StorageUnavailable.
   */
  listAt(revision: number, options: CacheListOptions): Promise<EntryList>;
  /**
   * Subscribes to the changes after a revision. To list and then follow, pass the revision of `list`, in the same tick or
   * later: there is nothing between the two.
   *
   * @throws Expired when the history since then is gone.
   */
  subscribe(options: SubscribeOptions): Subscription;
  /** Figures for the metrics. */
  stats(): CacheStats;
}

export interface CacheStats {
  readonly revision: number;
  /** How many objects there are, by the prefix of their resource. */
  readonly objects: ReadonlyMap<string, number>;
  readonly events: number;
  readonly subscribers: number;
}

/** Loads the cache and keeps it up to date; resolves when it can be used. */
export function startWatchCache(options: WatchCacheOptions): Promise<WatchCache & Running> {
  return starting<WatchCache>(async (own) => {
    const cache = new StorageWatchCache(options);
    own(() => cache.end());
    const { storage, clock, log, signal } = options;
    const feed = own(await startFeed({ storage, clock, log, sink: cache, ...(signal && { signal }) }));
    cache.feed = feed;
    // The load shows an older revision, to have a history: the rest has to come in first.
    await cache.catchUp(feed.storeRevision, signal);
    return cache;
  });
}

class StorageWatchCache implements WatchCache, FeedSink {
  feed: Pick<Feed, 'reopen'> | undefined;
  readonly #options: WatchCacheOptions;
  readonly #parsed = new MemoBudget(16 * 2 ** 20);
  readonly #frames = new MemoBudget(8 * 2 ** 20);
  readonly #waiters: RevisionWaiters;
  readonly #freshRevision: () => Promise<number>;
  readonly #dealer: EventDealer;
  #events: EventLog;
  #contents: Contents;

  constructor(options: WatchCacheOptions) {
    this.#options = options;
    this.#dealer = new EventDealer({ revision: () => this.revision, clock: options.clock });
    this.#waiters = new RevisionWaiters({ clock: options.clock, patience: options.patience ?? 3000 });
    const asked = new SharedRead(() => options.storage.currentRevision());
    this.#freshRevision = options.freshRevision ?? (() => asked.get());
    this.#events = new EventLog(options.history);
    this.#contents = this.#newContents(0);
  }

  get revision(): number {
    return this.#contents.revision;
  }

  async fresh(): Promise<number> {
    const revision = await this.#freshRevision();
    if (revision <= this.revision) return revision;
    try {
      await this.#waiters.wait(revision, () => this.revision);
    } catch (error) {
      // The store is ahead and answers, so the watch must have got stuck.
      if (error instanceof TooSlow) this.feed?.reopen();
      throw error;
    }
    return revision;
  }

  async reached(revision: number): Promise<void> {
    if (revision > this.revision) await this.#waiters.wait(revision, () => this.revision);
  }

  get(key: string): Entry | undefined {
    return this.#contents.get(key);
  }

  list({ field, ...selection }: CacheListOptions): EntryList {
    const shelf = this.#contents.shelf(selection.prefix);
    const selected = shelf.select(selection, field);
    if (selected.remaining > 0) shelf.keep();
    return { ...selected, revision: this.revision };
  }

  async listAt(revision: number, { field, ...selection }: CacheListOptions): Promise<EntryList> {
    await this.reached(revision);
    const shelf = this.#contents.shelf(selection.prefix);
    const { where } = selection;
    const filtered = field
      ? { ...selection, where: (entry: Entry) => shelf.hasField(entry, field) && (!where || where(entry)) }
      : selection;
    const { storage } = this.#options;
    // What is older than the history is the store's to give or to refuse, even if nothing has changed since: clients can
    // go by it that a revision comes to an end.
    const past = revision >= this.#events.floor ? shelf.stateAt(revision) : undefined;
    const selected =
      past?.select(filtered) ??
      (await selectFromStore(filtered, { storage, revision, entryOf: (item) => this.#contents.entryOf(item) }));
    return { ...selected, revision };
  }

  subscribe(options: SubscribeOptions): Subscription {
    const { prefix, from, field } = options;
    const shelf = this.#contents.shelf(prefix);
    const events = shelf.log.since(from);
    if (!events) throw new Expired(`too old resource version: ${from} (${shelf.log.floor})`);
    const past = events.filter(
      ({ key, entry, previous }) =>
        (prefix.endsWith('/') ? key.startsWith(prefix) : key === prefix) &&
        (!field || [entry, previous].some((state) => state && shelf.hasField(state, field))),
    );
    const subscriber = new Subscriber({ ...options, since: Math.max(from, this.revision) }, this.#dealer);
    this.#dealer.add(subscriber, { shelf, past });
    return subscriber;
  }

  stats(): CacheStats {
    return {
      revision: this.revision,
      objects: this.#contents.sizes,
      events: this.#events.length,
      subscribers: this.#dealer.subscribers,
    };
  }

  async load(pages: AsyncIterable<readonly StoredItem[]>, revision: number): Promise<void> {
    const events = new EventLog(this.#options.history);
    const contents = this.#newContents(revision, events);
    for await (const items of pages) for (const item of items) contents.load(item);
    this.#events = events;
    this.#contents = contents;
    this.#waiters.advance(revision);
    this.#dealer.endAll(new Expired('The history of changes was lost'));
    this.#dealer.deal();
  }

  apply(events: readonly StorageEvent[]): void {
    const time = this.#options.clock.monotonic();
    for (const event of events) {
      const change = this.#contents.apply(event, time);
      if (change) this.#dealer.push(change);
    }
    this.#contents.revision = events.at(-1)?.revision ?? this.revision;
    this.#waiters.advance(this.revision);
    this.#dealer.schedule();
  }

  /** Waits, however long it takes, until the cache is where the store was when it was asked. */
  async catchUp(revision: number, signal: AbortSignal | undefined): Promise<void> {
    while (this.revision < revision) {
      signal?.throwIfAborted();
      await this.reached(revision).catch((error: unknown) => {
        if (!(error instanceof TooSlow)) throw error;
        this.feed?.reopen();
        this.#options.log.info('still catching up with the store', { revision: this.revision, wanted: revision });
      });
    }
  }

  end(): void {
    const error = new Error('The cache was stopped');
    this.#waiters.end(error);
    this.#dealer.endAll(error);
    this.#dealer.stop();
  }

  #newContents(revision: number, events: EventLog = this.#events): Contents {
    const { indexes = [], log } = this.#options;
    return new Contents(revision, { indexes, log, parsed: this.#parsed, frames: this.#frames, events });
  }
}
