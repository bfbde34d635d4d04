/**
 * One worker a pod: whatever happens to a pod wakes its worker, and a pod is never worked on twice at a time. What
 * happens during the work makes it start over; what fails is tried again later. Pods do not wait for each other.
 */
import type { Clock, Log, Timer } from '@wherry/component';
import { backoffAfter } from '@wherry/client';

export interface PodWorkersOptions {
  /** Compares what is wanted with what is, and acts; resolves with when to look again, in milliseconds. */
  readonly sync: (uid: string, signal: AbortSignal) => Promise<{ readonly again?: number } | void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface PodWorkers {
  wake(uid: string): void;
  /** Wakes nobody any more; resolves when the work under way has ended. */
  stop(): Promise<void>;
}

interface Worker {
  work: Promise<void> | undefined;
  isWoken: boolean;
  failures: number;
  timer: Timer | undefined;
}

const BACKOFF = { first: 500, most: 30_000 };

export function startPodWorkers({ sync, clock, log }: PodWorkersOptions): PodWorkers {
  const workers = new Map<string, Worker>();
  const stop = new AbortController();

  const run = async (uid: string, worker: Worker): Promise<void> => {
    while (worker.isWoken && !stop.signal.aborted) {
      worker.isWoken = false;
      worker.timer?.cancel();
      worker.timer = undefined;
      let again: number | undefined;
      try {
        again = (await sync(uid, stop.signal))?.again;
        worker.failures = 0;
      } catch (error) {
        if (stop.signal.aborted) break;
        worker.failures += 1;
        again = backoffAfter(worker.failures, BACKOFF);
        log.error('pod not synced, will try again', error, { uid, again });
      }
      if (again !== undefined) worker.timer = clock.after(again, () => wake(uid));
    }
    worker.work = undefined;
    // Who has nothing to wait for is forgotten; the next word of the pod makes another one.
    if (worker.timer === undefined) workers.delete(uid);
  };

  const wake = (uid: string): void => {
    if (stop.signal.aborted) return;
    const worker = workers.get(uid) ?? { work: undefined, isWoken: false, failures: 0, timer: undefined };
    workers.set(uid, worker);
    worker.isWoken = true;
    worker.work ??= run(uid, worker);
  };

  return {
    wake,
    async stop() {
      stop.abort();
      for (const { timer } of workers.values()) timer?.cancel();
      await Promise.all([...workers.values()].map(async ({ work }) => work));
    },
  };
}
