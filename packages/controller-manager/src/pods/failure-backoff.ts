/**
 * How long to wait with the replacement of pods that fail again and again on the same node: from a second to a quarter
 * of an hour. After twice the longest wait without a failure, all is forgotten.
 */
import type { Clock } from '@wherry/component';

const FIRST_MS = 1_000;
const MOST_MS = 15 * 60_000;

export class FailureBackoff {
  readonly #clock: Clock;
  readonly #entries = new Map<string, { wait: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** In how many milliseconds a key may be tried again; 0 for now. */
  left(key: string): number {
    const entry = this.#entries.get(key);
    return entry === undefined ? 0 : Math.max(0, entry.at + entry.wait - this.#clock.monotonic());
  }

  /** Says that a key is being tried again: the next time it will have to wait, and longer than the last. */
  tried(key: string): void {
    this.#forgetOld();
    const wait = this.#entries.get(key)?.wait;
    this.#entries.set(key, {
      wait: wait === undefined ? FIRST_MS : Math.min(wait * 2, MOST_MS),
      at: this.#clock.monotonic(),
    });
  }

  #forgetOld(): void {
    const now = this.#clock.monotonic();
    for (const [key, { at }] of this.#entries) if (now - at > 2 * MOST_MS) this.#entries.delete(key);
  }
}
