/**
 * The recent events, so that watches can resume from a past revision. Events of the last five minutes are kept, as long
 * as they are not too many; the oldest go first, whatever resource they are of.
 */
import type { CacheEvent } from './cache-event.ts';
import { Queue } from './queue.ts';

/** The log of one resource. */
export class ResourceLog {
  /** All events after this revision are known. */
  floor: number;
  readonly #events = new Queue<CacheEvent>();

  constructor(floor: number) {
    this.floor = floor;
  }

  /** The events after a revision, in order; undefined when some of them are gone. */
  since(revision: number): CacheEvent[] | undefined {
    if (revision < this.floor) return undefined;
    const events: CacheEvent[] = [];
    for (let place = this.#firstAfter(revision); place < this.#events.length; place += 1) {
      const event = this.#events.at(place);
      if (event) events.push(event);
    }
    return events;
  }

  push(event: CacheEvent): void {
    this.#events.push(event);
  }

  dropOldest(): void {
    const event = this.#events.shift();
    if (event) this.floor = event.revision;
  }

  #firstAfter(revision: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events.at(middle)?.revision ?? Infinity) > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

export interface EventLogLimits {
  /** Milliseconds. @default five minutes */
  readonly maxAge?: number;
  /** @default 100,000 */
  readonly maxEvents?: number;
  /** How much text of states that are past may be kept, in characters. @default 32 Mi */
  readonly maxText?: number;
}

/** Keeps the logs of all resources within their common limits. */
export class EventLog {
  readonly #maxAge: number;
  readonly #maxEvents: number;
  readonly #maxText: number;
  #text = 0;
  #floor = 0;
  readonly #events = new Queue<{ readonly event: CacheEvent; readonly log: ResourceLog }>();

  constructor({ maxAge = 300_000, maxEvents = 100_000, maxText = 32 * 2 ** 20 }: EventLogLimits = {}) {
    this.#maxAge = maxAge;
    this.#maxEvents = maxEvents;
    this.#maxText = maxText;
  }

  /** How many events are kept. */
  get length(): number {
    return this.#events.length;
  }

  /** All events after this revision are known, of whatever resource. */
  get floor(): number {
    return this.#floor;
  }

  push(event: CacheEvent, log: ResourceLog): void {
    log.push(event);
    this.#events.push({ event, log });
    this.#text += pastText(event);
    for (let oldest = this.#events.at(0); oldest && this.#isTooMuch(oldest.event, event); oldest = this.#events.at(0)) {
      this.#events.shift();
      this.#text -= pastText(oldest.event);
      oldest.log.dropOldest();
      this.#floor = oldest.event.revision;
    }
  }

  #isTooMuch(oldest: CacheEvent, newest: CacheEvent): boolean {
    return (
      this.#events.length > this.#maxEvents || this.#text > this.#maxText || newest.time - oldest.time > this.#maxAge
    );
  }
}

/** What the log alone keeps alive of an event: the state that has been replaced. */
function pastText(event: CacheEvent): number {
  return event.previous?.text.length ?? 0;
}
