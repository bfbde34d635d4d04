/**
 * Deals the events out to the subscribers. Events are gathered until the process has read all that has arrived, then
 * dealt out in one go: when it falls behind, the rounds get larger instead of more.
 */
import type { CacheEvent } from './cache-event.ts';
import type { FieldValue } from './field-index.ts';
import type { Shelf } from './shelf.ts';
import type { Dealer, Subscriber } from './subscription.ts';

interface Undealt {
  readonly event: CacheEvent;
  readonly shelf: Shelf;
  readonly fields: readonly FieldValue[];
}

export class EventDealer implements Dealer {
  #dealt = 0;
  #undealt: Undealt[] = [];
  /** Subscribers whose inbox is not empty and has to be delivered. */
  #due: Subscriber[] = [];
  #round: NodeJS.Immediate | undefined;
  readonly #shelves = new Map<Subscriber, Shelf>();
  /** The revision of the contents: what is dealt once nothing is left. */
  readonly #revision: () => number;

  constructor(options: { readonly revision: () => number }) {
    this.#revision = options.revision;
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
    this.#round ??= setImmediate(() => {
      this.#round = undefined;
      this.deal();
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
    clearImmediate(this.#round);
    this.#round = undefined;
  }

  deal(): void {
    const undealt = this.#undealt;
    this.#undealt = [];
    const revision = this.#revision();
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
