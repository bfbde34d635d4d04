/** When the Jobs of a CronJob are due. All times are milliseconds since 1970. */
import type { CronSchedule } from '@wherry/api/batch-v1';

/** So long after the due time the schedule is looked at again: clocks are not quite the same everywhere. */
const LATE_MS = 100;
/** More missed times than these are worth a warning. */
const MANY = 100;

export interface CronTimes {
  readonly created: number;
  readonly lastScheduled: number | undefined;
  /** How late a Job may begin; undefined: any time. */
  readonly startingDeadline: number | undefined;
  readonly timeZone: string | undefined;
}

export interface Due {
  /** The last time that a Job should have begun; undefined when none is due. */
  readonly time: number | undefined;
  readonly hasMissedMany: boolean;
}

interface Recent extends Due {
  readonly earliest: number;
  readonly hasMissed: boolean;
}

export class UnusableScheduleError extends Error {
  override readonly name = 'UnusableScheduleError';
}

/** @throws UnusableScheduleError for a schedule that never comes */
export function dueTime(schedule: CronSchedule, times: CronTimes, now: number): Due {
  const { time, hasMissedMany } = mostRecent(schedule, times, now);
  return { time, hasMissedMany };
}

/** Milliseconds until the schedule has to be looked at again. */
export function untilNextDue(schedule: CronSchedule, times: CronTimes, now: number): number {
  const from = () => {
    try {
      const { time, earliest, hasMissed } = mostRecent(schedule, { ...times, startingDeadline: undefined }, now);
      return time ?? (hasMissed ? now : earliest);
    } catch (error) {
      if (error instanceof UnusableScheduleError) return now;
      throw error;
    }
  };
  const next = nextAfter(schedule, from(), times.timeZone);
  // A schedule that never comes is looked at when it changes.
  return next === undefined ? Number.POSITIVE_INFINITY : next + LATE_MS - now;
}

function mostRecent(schedule: CronSchedule, times: CronTimes, now: number): Recent {
  const { created, lastScheduled, startingDeadline, timeZone } = times;
  const since = lastScheduled ?? created;
  const earliest = startingDeadline === undefined ? since : Math.max(since, now - startingDeadline);
  const none = { time: undefined, hasMissedMany: false, hasMissed: false, earliest };
  const first = nextAfter(schedule, earliest, timeZone);
  if (first === undefined)
    throw new UnusableScheduleError('time difference between two schedules is less than 1 second');
  if (now < first) return none;
  const second = nextAfter(schedule, first, timeZone);
  if (second === undefined || now < second) return { ...none, time: first };
  const interval = second - first;
  const missed = Math.floor((now - first) / interval) + 1;
  // From a guess that is early enough, the schedule itself says which time was the last.
  let time: number | undefined;
  let next = nextAfter(schedule, first + (missed - 2) * interval, timeZone);
  while (next !== undefined && next <= now) {
    time = next;
    next = nextAfter(schedule, next, timeZone);
  }
  return { time, hasMissedMany: missed > MANY, hasMissed: true, earliest };
}

function nextAfter(schedule: CronSchedule, time: number, timeZone: string | undefined): number | undefined {
  return schedule.next(new Date(time), timeZone)?.getTime();
}
