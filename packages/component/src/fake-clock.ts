/** A clock for tests: its time moves only when the test says so. */
import { type Clock, sleepOn, type Timer } from './clock.ts';

/** A clock that stands still until it is advanced. */
export interface FakeClock extends Clock {
  /**
   * Moves the time on by `ms`, firing what falls due in order of time. Work that a timer sets off (promise reactions,
   * immediates) has run before the next timer fires and before this resolves.
   */
  advance(ms: number): Promise<void>;
  /** How many timers are set. */
  readonly pending: number;
}

interface Due {
  at: number;
  readonly every: number | undefined;
  readonly callback: () => void;
}

/** Makes a clock that shows `start` (2026-01-01T00:00:00Z unless told) until it is advanced. */
export function fakeClock(start: Date = new Date('2026-01-01T00:00:00Z')): FakeClock {
  let elapsed = 0;
  const timers = new Set<Due>();

  const set = (due: Due): Timer => {
    timers.add(due);
    return { cancel: () => timers.delete(due) };
  };
  const nextDue = (until: number): Due | undefined => {
    let next: Due | undefined;
    for (const due of timers) {
      if (due.at <= until && (next === undefined || due.at < next.at)) next = due;
    }
    return next;
  };

  const clock: FakeClock = {
    now: () => new Date(start.getTime() + elapsed),
    monotonic: () => elapsed,
    sleep: (ms, signal) => sleepOn(clock, ms, signal),
    after: (ms, callback) => set({ at: elapsed + ms, every: undefined, callback }),
    every: (ms, callback) => set({ at: elapsed + ms, every: ms, callback }),
    get pending() {
      return timers.size;
    },
    async advance(ms) {
      const until = elapsed + ms;
      await settle();
      for (let due = nextDue(until); due; due = nextDue(until)) {
        elapsed = Math.max(elapsed, due.at);
        if (due.every === undefined) timers.delete(due);
        else due.at += due.every;
        due.callback();
        await settle();
      }
      elapsed = until;
    },
  };
  return clock;
}

/** Lets everything that is ready to run, run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
