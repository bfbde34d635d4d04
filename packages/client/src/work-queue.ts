/**
 * The queue of a controller. A key is handed to one worker at a time; a key that is added while it is being worked on
 * comes back afterwards, once, however often it was added. So whatever happens during a reconciliation is looked at
 * again, and never twice at the same time.
 */
import type { Clock, Timer } from '@wherry/component';
import type { QueueObserver } from './queue-metrics.ts';
import { backoffAfter, type BackoffOptions } from './backoff.ts';

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** Waits after failures. @default 5 ms, doubling up to 1000 s, as in client-go */
  readonly backoff?: BackoffOptions;
  /** Is told of everything. @default nobody */
  readonly observer?: QueueObserver;
}

const DEFAULT_BACKOFF: BackoffOptions = { first: 5, most: 1_000_000 };

export class WorkQueue {
  /** Waiting for a worker, in order; no key stands here twice. */
  readonly #queue = new Set<string>();
  /** In the hands of a worker. */
  readonly #processing = new Set<string>();
  /** Added while in the hands of a worker: will be queued when it is done. */
  readonly #dirty = new Set<string>();
  /** To be added later, with the time at which. */
  readonly #delayed = new Map<string, { readonly at: number; readonly timer: Timer }>();
  readonly #failures = new Map<string, number>();
  readonly #waiting: ((key: string | undefined) => void)[] = [];
  readonly #options: WorkQueueOptions;
  #isClosed = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  /** How many keys wait. */
  get length(): number {
    return this.#queue.size;
  }

  add(key: string): void {
    if (this.#isClosed) return;
    const isKnown = this.#queue.has(key) || this.#dirty.has(key);
    if (isKnown) return;
    this.#options.observer?.added(key);
    if (this.#processing.has(key)) this.#dirty.add(key);
    else this.#offer(key);
  }

  /** Adds a key after some milliseconds; of several such wishes the earliest counts. */
  addAfter(key: string, ms: number): void {
    if (this.#isClosed) return;
    if (ms <= 0) return this.add(key);
    const { clock } = this.#options;
    const at = clock.monotonic() + ms;
    const planned = this.#delayed.get(key);
    if (planned !== undefined && planned.at <= at) return;
    planned?.timer.cancel();
    const timer = clock.after(ms, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { at, timer });
  }

  /** Adds a key that failed, later the more often it has failed. */
  addFailed(key: string): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    this.#options.observer?.retried();
    this.addAfter(key, backoffAfter(failures, this.#options.backoff ?? DEFAULT_BACKOFF));
  }

  /** Says that a key did not fail: its next failure is its first. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** The next key; undefined when the queue is closed. Every key must be given back by `done`. */
  next(): Promise<string | undefined> {
    const [first] = this.#queue;
    if (first !== undefined) return Promise.resolve(this.#take(first));
    if (this.#isClosed) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Gives a key back. */
  done(key: string): void {
    this.#processing.delete(key);
    this.#options.observer?.done(key);
    if (this.#dirty.delete(key) && !this.#isClosed) this.#offer(key);
  }

  /** Hands out nothing more; those who wait are told. */
  close(): void {
    this.#isClosed = true;
    this.#queue.clear();
    for (const { timer } of this.#delayed.values()) timer.cancel();
    this.#delayed.clear();
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }

  #offer(key: string): void {
    this.#queue.add(key);
    const worker = this.#waiting.shift();
    worker?.(this.#take(key));
  }

  #take(key: string): string {
    this.#queue.delete(key);
    this.#processing.add(key);
    this.#options.observer?.taken(key);
    return key;
  }
}
