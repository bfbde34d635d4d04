/** Those who wait until the cache has got to a revision. */
import type { Clock, Timer } from '@wherry/component';
import { TooSlow } from './cache-errors.ts';

interface Waiter {
  readonly revision: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
}

export class RevisionWaiters {
  readonly #clock: Clock;
  /** Milliseconds. */
  readonly #patience: number;
  readonly #waiters = new Set<Waiter>();

  constructor(options: { readonly clock: Clock; readonly patience: number }) {
    this.#clock = options.clock;
    this.#patience = options.patience;
  }

  /**
   * Waits until `advance` has been called with this revision or a later one.
   *
   * @param current asks for the present revision, for the error.
   * @throws TooSlow when that takes too long.
   */
  wait(revision: number, current: () => number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(this.#patience, () => {
        this.#waiters.delete(waiter);
        reject(new TooSlow({ wanted: revision, current: current() }));
      });
      const waiter = { revision, resolve, reject, timer };
      this.#waiters.add(waiter);
    });
  }

  /** Lets go of those whose revision has come. */
  advance(revision: number): void {
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters) {
      if (waiter.revision > revision) continue;
      this.#waiters.delete(waiter);
      waiter.timer.cancel();
      waiter.resolve();
    }
  }

  /** Lets go of all of them with an error. */
  end(error: Error): void {
    for (const waiter of this.#waiters) {
      waiter.timer.cancel();
      waiter.reject(error);
    }
    this.#waiters.clear();
  }
}
