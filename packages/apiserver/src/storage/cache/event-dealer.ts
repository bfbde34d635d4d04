/**
 * Deals the events out to the subscribers. Events are gathered until the process has read all that has arrived, then
 * dealt out in one go: when it falls behind, the rounds get larger instead of more. Between two rounds lies as much time
 * as the first one took, so that many watchers leave half of the process to everyone else, and get several events at a
 * time at the price of one.
 */
import type { Clock, Timer } from '@wherry/component';
import type { CacheEvent } from './cache-event.ts';
import type { FieldValue } from './field-index.ts';
import type { Shelf } from './shelf.ts';
import type { Dealer, Subscriber } from './subscription.ts';

interface Undealt {
  readonly event: CacheEvent;
  readonly shelf: Shelf;
  readonly fields: readonly FieldValue[];
}

/** Rounds that are over sooner follow one another at once. */
const SHORT_ROUND = 1;
/** The longest pause, in milliseconds. */
const LONGEST_PAUSE = 20;

export interface EventDealerOptions {
  /** The revision of the contents: what is dealt once nothing is left. */
  readonly revision: () => number;
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
}

export class EventDealer implements Dealer {
  #dealt = 0;
  #undealt: Undealt[] = [];
  /** Subscribers whose inbox is not empty and has to be delivered. */
  #due: Subscriber[] = [];
  #round: Timer | undefined;
  /** The next round begins no sooner, on the monotonic clock. */
  #notBefore = 0;
  readonly #shelves = new Map<Subscriber, Shelf>();
  readonly #options: EventDealerOptions;

  constructor(options: EventDealerOptions) {
    this.#options = options;
  }

  get dealt(): number {
    return this.#dealt;
  }

  /** How many subscribers there are. */
  get subscribers(): number {
    return this.#shelves.size;
  }

  /** Adds a subscriber and gives it past events. */
  add(subscriber: Subscriber, options: { readonly shelf: Shelf; readonly past: readonly CacheEvent[] }): void {
    this.#shelves.set(subscriber, options.shelf);
    options.shelf.subscribers.add(subscriber);
    for (const event of options.past) this.#accept(subscriber, event);
    if (options.past.length > 0) this.schedule();
  }

  remove(subscriber: Subscriber): void {
    this.#shelves.get(subscriber)?.subscribers.remove(subscriber);
    this.#shelves.delete(subscriber);
  }

  push(undealt: Undealt): void {
    this.#undealt.push(undealt);
  }

  /** Arranges for a round: also when there is nothing to deal but the revision has moved on. */
  schedule(): void {
    if (this.#round !== undefined) return;
    const { clock } = this.#options;
    const pause = this.#notBefore - clock.monotonic();
    const begin = (): void => this.#playRound();
    this.#round = pause > 0 ? clock.after(pause, begin) : afterReading(begin);
  }

  #playRound(): void {
    const { clock } = this.#options;
    const start = clock.monotonic();
    this.#round = undefined;
    this.deal();
    // The answers of Node's server write what they are given at the end of the tick: that belongs to the round.
    process.nextTick(() => {
      const end = clock.monotonic();
      const cost = end - start;
      if (cost > SHORT_ROUND) this.#notBefore = end + Math.min(cost, LONGEST_PAUSE);
    });
  }

  /** Ends all subscriptions. */
  endAll(error: Error): void {
    this.#undealt = [];
    // Whoever subscribes again while being told belongs to the next time.
    const subscribers = Array.from(this.#shelves.keys());
    for (const subscriber of subscribers) subscriber.end(error);
  }

  /** Ends the rounds. */
  stop(): void {
    this.#round?.cancel();
    this.#round = undefined;
  }

  deal(): void {
    const undealt = this.#undealt;
    this.#undealt = [];
    const revision = this.#options.revision();
    for (const { event, shelf, fields } of undealt) {
      shelf.subscribers.forEach(event, fields, (subscriber) => {
        if (event.revision > subscriber.since) this.#accept(subscriber, event);
      });
    }
    const due = this.#due;
    this.#due = [];
    for (const subscriber of due) subscriber.deliver();
    this.#dealt = revision;
  }

  #accept(subscriber: Subscriber, event: CacheEvent): void {
    if (subscriber.accept(event)) this.#due.push(subscriber);
  }
}

/** Calls back when all that has arrived has been read. */
function afterReading(callback: () => void): Timer {
  const immediate = setImmediate(callback);
  return { cancel: () => clearImmediate(immediate) };
}
