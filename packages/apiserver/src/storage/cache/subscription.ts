/**
 * One watcher of the cache. Events are put into its inbox and handed over in batches, by plain calls: five hundred
 * watchers cost five hundred calls and no promises. A watcher that cannot take more says so and later asks for the
 * rest; one that lets its inbox overflow is ended, for it can resume where it stopped.
 */
import type { CacheEvent } from './cache-event.ts';
import { Overflow } from './cache-errors.ts';
import type { FieldValue } from './field-index.ts';

export interface SubscribeOptions {
  /** Which objects: those of a resource or of one of its namespaces (ends in `/`), or the one with this key. */
  readonly prefix: string;
  /** Events after this revision are wanted. */
  readonly from: number;
  /** Only objects whose indexed field has this value, before or after the change. @default all */
  readonly field?: FieldValue;
  /**
   * Takes events: whole revisions, in order, each event once. Returning `false` means: hold the next ones until
   * `resume()` is called.
   */
  readonly onEvents: (events: readonly CacheEvent[]) => boolean | void;
  /** Called once when the cache ends the subscription: `Expired`, `Overflow`, or what `onEvents` threw. */
  readonly onEnd: (error: Error) => void;
  /** How many events may wait while they are held. @default 8192 */
  readonly buffer?: number;
}

/** What the watcher holds in hand. */
export interface Subscription {
  /** A revision up to which the watcher has been given everything: safe to hand out as a bookmark. */
  readonly position: number;
  /** Asks for the events that were held. */
  resume(): void;
  /** Ends the subscription; nothing is called any more. */
  close(): void;
}

/** What a subscription needs of the one who deals out the events. */
export interface Dealer {
  /** The revision up to which events have been dealt out. */
  readonly dealt: number;
  /** Forgets the subscription. */
  remove(subscriber: Subscriber): void;
}

export class Subscriber implements Subscription {
  readonly prefix: string;
  readonly field: FieldValue | undefined;
  /** Events up to this revision have been put into the inbox or were not wanted. */
  readonly since: number;
  readonly #options: SubscribeOptions;
  readonly #dealer: Dealer;
  #inbox: CacheEvent[] = [];
  #held = false;
  #ended = false;
  #given: number;

  constructor(options: SubscribeOptions & { readonly since: number }, dealer: Dealer) {
    this.prefix = options.prefix;
    this.field = options.field;
    this.since = options.since;
    this.#options = options;
    this.#given = options.from;
    this.#dealer = dealer;
  }

  get position(): number {
    return this.#inbox.length > 0 ? this.#given : Math.max(this.#given, this.#dealer.dealt);
  }

  /** Puts an event into the inbox; true when the inbox was empty, so that a delivery has to be arranged. */
  accept(event: CacheEvent): boolean {
    // Until now the inbox was empty: the watcher had been given all that was dealt out.
    if (this.#inbox.length === 0) this.#given = this.position;
    const waiting = this.#inbox.push(event);
    if (this.#held && waiting > (this.#options.buffer ?? 8192)) {
      this.end(new Overflow(`The watcher of '${this.prefix}' has fallen ${waiting} events behind`));
    }
    return waiting === 1;
  }

  /** Hands over the inbox, unless the watcher wants it held. */
  deliver(): void {
    if (this.#ended || this.#held || this.#inbox.length === 0) return;
    const events = this.#inbox;
    this.#inbox = [];
    this.#given = events.at(-1)?.revision ?? this.#given;
    try {
      this.#held = this.#options.onEvents(events) === false;
    } catch (error) {
      this.end(error instanceof Error ? error : new Error('The watcher failed', { cause: error }));
    }
  }

  resume(): void {
    this.#held = false;
    this.deliver();
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#inbox = [];
    this.#dealer.remove(this);
  }

  end(error: Error): void {
    if (this.#ended) return;
    this.close();
    this.#options.onEnd(error);
  }
}
