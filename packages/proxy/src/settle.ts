/**
 * Runs a piece of work when something has changed: the first time at once, and while it runs or rests, changes are
 * gathered into one further run. What fails is tried again.
 */
import { describeError, releasing, type Clock, type Log, type Running } from '@wherry/component';

export interface SettleOptions {
  readonly work: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** The rest between two runs, in milliseconds. */
  readonly rest: number;
  /** The wait after a failure, in milliseconds. */
  readonly retry: number;
}

export interface Settler extends Running {
  /** Says that something has changed. */
  changed(): void;
}

export function settle({ work, clock, log, rest, retry }: SettleOptions): Settler {
  const stop = new AbortController();
  let isDirty = false;
  let loop: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (isDirty && !stop.signal.aborted) {
      isDirty = false;
      let wait = rest;
      try {
        await work();
      } catch (error) {
        log.info('will try again', { error: describeError(error) });
        isDirty = true;
        wait = retry;
      }
      await clock.sleep(wait, stop.signal).catch(() => undefined);
    }
    loop = undefined;
  };
  return {
    ...releasing(async () => {
      stop.abort();
      await loop;
    }),
    changed() {
      isDirty = true;
      loop ??= run();
    },
  };
}
