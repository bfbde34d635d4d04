/** The subscribers of one resource, found by what an event is about instead of being asked one by one. */
import type { CacheEvent } from './cache-event.ts';
import type { FieldValue } from './field-index.ts';
import type { Subscriber } from './subscription.ts';

export class SubscriberTable {
  /** The resource's prefix: what the widest subscriptions are of. */
  readonly #prefix: string;
  readonly #byPrefix = new Map<string, Set<Subscriber>>();
  readonly #byField = new Map<string, Set<Subscriber>>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  add(subscriber: Subscriber): void {
    const [table, place] = this.#placeOf(subscriber);
    const subscribers = table.get(place);
    if (subscribers) subscribers.add(subscriber);
    else table.set(place, new Set([subscriber]));
  }

  remove(subscriber: Subscriber): void {
    const [table, place] = this.#placeOf(subscriber);
    const subscribers = table.get(place);
    subscribers?.delete(subscriber);
    if (subscribers?.size === 0) table.delete(place);
  }

  /** Calls `visit` for each subscriber that an event concerns. */
  forEach(event: CacheEvent, fields: readonly FieldValue[], visit: (subscriber: Subscriber) => void): void {
    const { key } = event;
    this.#byPrefix.get(this.#prefix)?.forEach(visit);
    const lastSlash = key.lastIndexOf('/');
    if (lastSlash >= this.#prefix.length) this.#byPrefix.get(key.slice(0, lastSlash + 1))?.forEach(visit);
    this.#byPrefix.get(key)?.forEach(visit);
    for (const field of fields) {
      this.#byField.get(placeOfField(field))?.forEach((subscriber) => {
        if (key.startsWith(subscriber.prefix)) visit(subscriber);
      });
    }
  }

  /** All of them, as they are now. */
  all(): Subscriber[] {
    return [...this.#byPrefix.values(), ...this.#byField.values()].flatMap((subscribers) => [...subscribers]);
  }

  #placeOf(subscriber: Subscriber): [Map<string, Set<Subscriber>>, string] {
    const { field, prefix } = subscriber;
    return field ? [this.#byField, placeOfField(field)] : [this.#byPrefix, prefix];
  }
}

function placeOfField({ name, value }: FieldValue): string {
  return `${name}\u0000${value}`;
}
