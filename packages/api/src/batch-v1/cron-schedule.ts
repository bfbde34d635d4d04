/**
 * Schedules in cron format as CronJobs have them: what robfig/cron's standard parser accepts, in its words when it does
 * not, and when it would strike next.
 */
import { CronScheduleError, parseCronField } from './cron-field.ts';
import type { CronBounds, CronField } from './cron-field.ts';
import { isTimeZone } from './time-zone.ts';
import { DurationError, parseDuration } from '../scalars/duration.ts';

export { CronScheduleError };

export interface CronSchedule {
  /**
   * The first time after the given one; undefined if there is none within five years. The time zone counts unless the
   * schedule has one of its own.
   */
  next(after: Date, timeZone?: string): Date | undefined;
}

const MINUTES: CronBounds = { min: 0, max: 59 };
const HOURS: CronBounds = { min: 0, max: 23 };
const DAYS: CronBounds = { min: 1, max: 31 };
const MONTHS: CronBounds = {
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const WEEKDAYS: CronBounds = { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
const EVERY = '@every ';
const NANOSECONDS_PER_SECOND = 1_000_000_000n;
const MILLISECONDS_PER_SECOND = 1000;
const YEARS_AHEAD = 5;

/**
 * Reads `minute hour day-of-month month day-of-week`, `@daily` and its like, or `@every 1h30m`; before it perhaps
 * `TZ=zone ` or `CRON_TZ=zone `.
 * @throws CronScheduleError
 */
export function parseCronSchedule(text: string): CronSchedule {
  if (text === '') {
    throw new CronScheduleError('empty spec string');
  }
  const { timeZone, rest } = splitTimeZone(text);
  if (rest.startsWith(EVERY)) {
    return everySchedule(rest);
  }
  const fieldText = rest.startsWith('@') ? DESCRIPTORS.get(rest) : rest;
  if (fieldText === undefined) {
    throw new CronScheduleError(`unrecognized descriptor: ${rest}`);
  }
  const fields = parseFields(fieldText);
  return { next: (after, zone = 'UTC') => nextTime(fields, after, timeZone ?? zone) };
}

function splitTimeZone(text: string): { timeZone?: string; rest: string } {
  if (!text.startsWith('TZ=') && !text.startsWith('CRON_TZ=')) {
    return { rest: text };
  }
  const end = text.indexOf(' ');
  if (end < 0) {
    // The parser of Kubernetes falls over this, and that is what users are told.
    throw new CronScheduleError('invalid schedule format: runtime error: slice bounds out of range [:-1]');
  }
  const name = text.slice(text.indexOf('=') + 1, end);
  const timeZone = name === '' || name === 'Local' ? 'UTC' : name;
  if (!isTimeZone(timeZone)) {
    throw new CronScheduleError(`provided bad location ${name}: unknown time zone ${name}`);
  }
  return { timeZone, rest: text.slice(end).trim() };
}

function everySchedule(text: string): CronSchedule {
  let nanoseconds: bigint;
  try {
    nanoseconds = parseDuration(text.slice(EVERY.length));
  } catch (error) {
    if (!(error instanceof DurationError)) throw error;
    throw new CronScheduleError(`failed to parse duration ${text}: ${error.message}`, { cause: error });
  }
  const seconds = Math.max(Number(nanoseconds / NANOSECONDS_PER_SECOND), 1);
  return {
    next(after) {
      const now = Math.floor(after.getTime() / MILLISECONDS_PER_SECOND);
      return new Date((now + seconds) * MILLISECONDS_PER_SECOND);
    },
  };
}

interface Fields {
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
}

function parseFields(text: string): Fields {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  const [minute, hour, dayOfMonth, month, dayOfWeek] = parts;
  if (parts.length !== 5 || minute === undefined || hour === undefined || dayOfMonth === undefined) {
    throw new CronScheduleError(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  }
  return {
    minute: parseCronField(minute, MINUTES),
    hour: parseCronField(hour, HOURS),
    dayOfMonth: parseCronField(dayOfMonth, DAYS),
    month: parseCronField(month ?? '', MONTHS),
    dayOfWeek: parseCronField(dayOfWeek ?? '', WEEKDAYS),
  };
}

function nextTime(fields: Fields, after: Date, timeZone: string): Date | undefined {
  const start = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(timeZone);
  const lastYear = start.year + YEARS_AHEAD;
  let time = start.round({ smallestUnit: 'minute', roundingMode: 'floor' }).add({ minutes: 1 });
  while (time.year <= lastYear) {
    if (!fields.month.values.has(time.month)) {
      time = time.with({ day: 1 }).add({ months: 1 }).startOfDay();
    } else if (!matchesDay(fields, time)) {
      time = time.add({ days: 1 }).startOfDay();
    } else if (!fields.hour.values.has(time.hour)) {
      // In time that passes, not on the clock: an hour may come twice, or not at all.
      time = time.with({ minute: 0 }).add({ hours: 1 });
    } else if (fields.minute.values.has(time.minute)) {
      return new Date(time.epochMilliseconds);
    } else {
      time = time.add({ minutes: 1 });
    }
  }
  return undefined;
}

/** With both kinds of days restricted, either will do: the 13th and every Friday. */
function matchesDay({ dayOfMonth, dayOfWeek }: Fields, time: Temporal.ZonedDateTime): boolean {
  const inMonth = dayOfMonth.values.has(time.day);
  const inWeek = dayOfWeek.values.has(time.dayOfWeek % 7);
  return dayOfMonth.isAny || dayOfWeek.isAny ? inMonth && inWeek : inMonth || inWeek;
}
