/**
 * How long a container that keeps ending has to wait before it is started again: 10 s, doubling up to 5 minutes, and
 * from the beginning after it ran for 10 minutes. The first restart is free. It is kept in memory: after a restart of
 * the kubelet everybody gets another chance, as in Kubernetes.
 */
import type { Clock } from '@wherry/component';

export interface BackoffLimits {
  /** Milliseconds. @default 10_000 */
  readonly first?: number;
  /** Milliseconds. @default 300_000 */
  readonly most?: number;
}

export class CrashBackoff {
  readonly #entries = new Map<string, { readonly delay: number; readonly updatedAt: number }>();
  readonly #clock: Clock;
  readonly #first: number;
  readonly #most: number;

  constructor(clock: Clock, { first = 10_000, most = 300_000 }: BackoffLimits = {}) {
    this.#clock = clock;
    this.#first = first;
    this.#most = most;
  }

  /** The wait that is on, if one is: what follows what ended at `endedAt` must not start before it is over. */
  waiting(key: string, endedAt: number): { readonly delay: number; readonly until: number } | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#isStale(entry.updatedAt, endedAt)) return undefined;
    const until = endedAt + entry.delay;
    return this.#clock.now().getTime() < until ? { delay: entry.delay, until } : undefined;
  }

  /** Says that it is tried again after what ended at `endedAt`. */
  next(key: string, endedAt: number): void {
    const entry = this.#entries.get(key);
    const isNew = entry === undefined || this.#isStale(entry.updatedAt, endedAt);
    const delay = isNew ? this.#first : Math.min(entry.delay * 2, this.#most);
    this.#entries.set(key, { delay, updatedAt: this.#clock.now().getTime() });
  }

  /** Forgets all keys that begin so. */
  forget(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  #isStale(updatedAt: number, endedAt: number): boolean {
    return endedAt - updatedAt > 2 * this.#most;
  }
}
