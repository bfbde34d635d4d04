/**
 * Time as a dependency. Nothing outside this folder reads the time or sets a timer by itself, so that tests can own
 * the time (`fake-clock.ts`).
 */

/** A timer that has been set. */
export interface Timer {
  /** Prevents the callback from being called again. May be called any number of times. */
  cancel(): void;
}

/** The time, and waiting for it. All durations are milliseconds. */
export interface Clock {
  /** The wall-clock time. */
  now(): Date;
  /** Milliseconds since some fixed moment; never goes backwards. Only differences mean something. */
  monotonic(): number;
  /**
   * Resolves after `ms`.
   *
   * @throws the signal's reason when it is aborted first.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `callback` once, after `ms`. */
  after(ms: number, callback: () => void): Timer;
  /** Calls `callback` every `ms`, first after `ms`. */
  every(ms: number, callback: () => void): Timer;
}

/** `setTimeout` takes no longer delay than this (a signed 32-bit number); longer ones would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleepOn(systemClock, ms, signal),
  after(ms, callback) {
    let timeout: NodeJS.Timeout;
    const wait = (left: number) => {
      const step = Math.min(left, LONGEST_DELAY);
      timeout = setTimeout(() => (left > step ? wait(left - step) : callback()), step);
    };
    wait(ms);
    return { cancel: () => clearTimeout(timeout) };
  },
  every(ms, callback) {
    const interval = setInterval(callback, Math.min(ms, LONGEST_DELAY));
    return { cancel: () => clearInterval(interval) };
  },
};

/** `Clock.sleep` in terms of `Clock.after`. */
export function sleepOn(clock: Pick<Clock, 'after'>, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortReason(signal));
      return;
    }
    const onAbort = () => {
      timer.cancel();
      if (signal) reject(abortReason(signal));
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('The wait was aborted', { cause: reason });
}
