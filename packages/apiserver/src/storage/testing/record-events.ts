/** Subscribes to the cache and keeps what comes. */
import type { CacheEvent } from '../cache/cache-event.ts';
import type { SubscribeOptions } from '../cache/subscription.ts';
import type { WatchCache } from '../cache/watch-cache.ts';

/** Starts recording the changes after a revision. */
export function recordEvents(
  cache: WatchCache,
  options: Pick<SubscribeOptions, 'prefix' | 'from' | 'field' | 'buffer'>,
) {
  const events: CacheEvent[] = [];
  const batches: number[] = [];
  const ended = Promise.withResolvers<Error>();
  let hold = false;
  let wake = Promise.withResolvers<void>();
  const subscription = cache.subscribe({
    ...options,
    onEvents(batch) {
      events.push(...batch);
      batches.push(batch.length);
      wake.resolve();
      wake = Promise.withResolvers();
      return !hold;
    },
    onEnd: ended.resolve,
  });
  return {
    events,
    batches,
    subscription,
    ended: ended.promise,
    /** From the next batch on, asks for no more. */
    hold: () => void (hold = true),
    resume() {
      hold = false;
      subscription.resume();
    },
    /** What came, as `ADDED a@5`. */
    shown: () => events.map(({ type, key, revision }) => `${type} ${key.split('/').slice(5).join('/')}@${revision}`),
    /** Resolves when everything up to a revision has come. */
    async reached(revision: number): Promise<void> {
      while ((events.at(-1)?.revision ?? 0) < revision) await wake.promise;
    },
  };
}
