/**
 * Runs a piece of work when something has changed: the first time at once, and while it runs or rests, changes are
 * gathered into one further run. What fails is tried again. After a run that had nothing to do it rests no longer than the run
 * took: what follows at its heels is often the change that matters.
 */
import { describeError, releasing, type Clock, type Log, type Running } from '@wherry/component';

export interface SettleOptions {
  /** Resolves with `unchanged` when there was nothing to do. */
  readonly work: () => Promise<'unchanged' | void>;
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
      const begin = clock.monotonic();
      try {
        if ((await work()) === 'unchanged') wait = Math.min(rest, clock.monotonic() - begin);
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
