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
  /** @param options `interrupt`: what is under way for the pod is called off, as it is wanted no more */
  wake(uid: string, options?: { readonly interrupt?: boolean }): void;
  /** Wakes nobody any more; resolves when the work under way has ended. */
  stop(): Promise<void>;
}

interface Worker {
  work: Promise<void> | undefined;
  isWoken: boolean;
  failures: number;
  timer: Timer | undefined;
  /** Calls the work under way off. */
  callOff: AbortController;
}

const BACKOFF = { first: 500, most: 30_000 };

function newWorker(): Worker {
  const callOff = new AbortController();
  return { work: undefined, isWoken: false, failures: 0, timer: undefined, callOff };
}

export function startPodWorkers({ sync, clock, log }: PodWorkersOptions): PodWorkers {
  const workers = new Map<string, Worker>();
  const stop = new AbortController();

  const run = async (uid: string, worker: Worker): Promise<void> => {
    while (worker.isWoken && !stop.signal.aborted) {
      worker.isWoken = false;
      worker.timer?.cancel();
      worker.timer = undefined;
      let again: number | undefined;
      worker.callOff = new AbortController();
      const { signal } = worker.callOff;
      try {
        again = (await sync(uid, AbortSignal.any([stop.signal, signal])))?.again;
        worker.failures = 0;
      } catch (error) {
        if (stop.signal.aborted) break;
        if (signal.aborted) continue;
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

  const wake = (uid: string, { interrupt = false }: { readonly interrupt?: boolean } = {}): void => {
    if (stop.signal.aborted) return;
    const worker = workers.get(uid) ?? newWorker();
    workers.set(uid, worker);
    worker.isWoken = true;
    if (interrupt) worker.callOff.abort(new Error('What is wanted of the pod has changed'));
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
