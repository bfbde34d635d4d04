/**
 * Keeps the cache fed: loads everything once, then follows the changes. A watch that breaks is opened again behind the
 * last revision that was seen. Revisions have no gaps, so a missing one is noticed. When the history in between is gone,
 * everything is loaded anew.
 */
import { type Clock, type Log, type Running, starting } from '@wherry/component';
import { ROOT } from '../object-key.ts';
import { Compacted, FutureRevision, StorageError } from '../storage-errors.ts';
import type { Storage, StorageEvent, StorageWatch, StoredItem } from '../storage.ts';

/** Who is fed. */
export interface FeedSink {
  /** The last revision taken in. */
  readonly revision: number;
  /** Takes in everything as it is at a revision, instead of what was there. */
  load(items: AsyncIterable<readonly StoredItem[]>, revision: number): Promise<void>;
  /** Takes in the changes of whole revisions. */
  apply(events: readonly StorageEvent[]): void;
}

export interface FeedOptions {
  readonly storage: Storage;
  readonly sink: FeedSink;
  readonly clock: Clock;
  readonly log: Log;
}

/** A running feed. */
export interface Feed extends Running {
  /** How far the store was when it was loaded; what was loaded may be older, so that there is a history. */
  readonly storeRevision: number;
  /** Opens the watch anew, for when it seems to be stuck. */
  reopen(): void;
}

/** How much history to read at the start, so that watches can resume over a restart: as much as is left of these. */
const HISTORIES = [10_000, 1_000, 100, 0];
const PAGE = 2_000;
/** Pauses between attempts, in milliseconds. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1_000;

/** Starts feeding; resolves when everything has been loaded once. Waits for the store as long as it takes. */
export function startFeed(options: FeedOptions & { readonly signal?: AbortSignal }): Promise<Feed> {
  return starting<Omit<Feed, keyof Running>>(async (own) => {
    const stop = new AbortController();
    const feeding = new Feeding(options, stop.signal);
    const storeRevision = await feeding.loadWithHistory(options.signal);
    const done = feeding.follow();
    own({
      done,
      async stop() {
        stop.abort(new Error('The feed was stopped'));
        feeding.reopen();
        await done;
      },
    });
    return { storeRevision, reopen: () => feeding.reopen() };
  });
}

/** Why a watch came to its end. */
type WatchEnd = StorageError | 'gap' | 'reopen';

class Feeding {
  readonly #options: FeedOptions;
  readonly #signal: AbortSignal;
  #pause = FIRST_PAUSE;
  #isLost = false;
  #endWatch: (end: WatchEnd) => void = () => undefined;

  constructor(options: FeedOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  reopen(): void {
    this.#endWatch('reopen');
  }

  async loadWithHistory(signal: AbortSignal = this.#signal): Promise<number> {
    return this.#untilItWorks(signal, async () => {
      const current = await this.#options.storage.currentRevision();
      for (const history of HISTORIES) {
        try {
          await this.#loadAt(Math.max(1, current - history));
          break;
        } catch (error) {
          if (!(error instanceof Compacted) || history === 0) throw error;
        }
      }
      return current;
    });
  }

  async follow(): Promise<void> {
    try {
      await this.#follow();
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    }
  }

  async #follow(): Promise<void> {
    let lastGap: number | undefined;
    while (!this.#signal.aborted) {
      const { log, sink } = this.#options;
      const end = await this.#watchUntilEnd();
      if (this.#signal.aborted) return;
      if (end === 'reopen') continue;
      if (end === 'gap') {
        // Once, an event may have got lost on the way; the same gap twice means that the store does not have it.
        const isOld = lastGap === sink.revision;
        lastGap = sink.revision;
        log.info('the watch left out a revision', { after: sink.revision });
        if (isOld) await this.#loadAnew();
      } else if (end instanceof Compacted || (await this.#isRewound(end))) {
        log.info('the history since the last revision is gone', { revision: sink.revision, reason: end.message });
        await this.#loadAnew();
      } else {
        // Once an outage; how often it is tried again meanwhile is nobody's business.
        log[this.#isLost ? 'debug' : 'info']('lost the watch', { revision: sink.revision, reason: end.message });
        this.#isLost = true;
        await this.#rest(this.#signal);
      }
    }
  }

  #watchUntilEnd(): Promise<WatchEnd> {
    const { storage, sink } = this.#options;
    return new Promise((resolve) => {
      let watch: StorageWatch | undefined = undefined;
      let ended = false;
      const end = (reason: WatchEnd): void => {
        ended = true;
        this.#endWatch = () => undefined;
        watch?.close();
        resolve(reason);
      };
      this.#endWatch = end;
      watch = storage.watch({
        from: sink.revision + 1,
        onEvents: (events) => {
          if (ended) return;
          const whole = beforeGap(events, sink.revision);
          if (whole.length > 0) sink.apply(whole);
          this.#goesOn();
          if (whole.length < events.length) end('gap');
        },
        onEnd: end,
      });
    });
  }

  #goesOn(): void {
    this.#pause = FIRST_PAUSE;
    if (this.#isLost) this.#options.log.info('the watch goes on', { revision: this.#options.sink.revision });
    this.#isLost = false;
  }

  /** Whether the store is behind what has been seen of it: it has lost its end, or is another one. */
  async #isRewound(end: StorageError): Promise<boolean> {
    if (!(end instanceof FutureRevision)) return false;
    try {
      return (await this.#options.storage.currentRevision()) < this.#options.sink.revision;
    } catch (error) {
      if (error instanceof StorageError) return false;
      throw error;
    }
  }

  async #loadAnew(): Promise<void> {
    await this.#untilItWorks(this.#signal, async () => this.#loadAt(await this.#options.storage.currentRevision()));
  }

  async #loadAt(revision: number): Promise<void> {
    await this.#options.sink.load(this.#pages(revision), revision);
  }

  async *#pages(revision: number): AsyncGenerator<readonly StoredItem[]> {
    let after: string | undefined;
    do {
      const list = { prefix: ROOT, revision, limit: PAGE, ...(after !== undefined && { after }) };
      const { items, remaining } = await this.#options.storage.list(list);
      yield items;
      after = remaining > 0 ? items.at(-1)?.key : undefined;
    } while (after !== undefined);
  }

  async #untilItWorks<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        this.#options.log.error('could not load the cache, will try again', error);
      }
      await this.#rest(signal);
    }
  }

  async #rest(signal: AbortSignal): Promise<void> {
    const pause = this.#pause;
    this.#pause = Math.min(pause * 2, LONGEST_PAUSE);
    await this.#options.clock.sleep(pause, signal).catch(() => undefined);
  }
}

/** The events up to the first that is out of line: each revision follows the one before, and begins only once. */
function beforeGap(events: readonly StorageEvent[], seen: number): readonly StorageEvent[] {
  let last = seen;
  for (const [i, { revision }] of events.entries()) {
    const goesOn = i > 0 && revision === last;
    if (!goesOn && revision !== last + 1) return events.slice(0, i);
    last = revision;
  }
  return events;
}
