/** One of the five fields of a cron schedule: which of its values are meant. The messages are robfig/cron's. */
import { quote } from '../encoding/quote.ts';

/** Text that is no schedule. */
export class CronScheduleError extends Error {
  override readonly name = 'CronScheduleError';
}

/** The values that a field can have, and their names. */
export interface CronBounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

export interface CronField {
  readonly values: ReadonlySet<number>;
  /** Written as `*` or `?`: any value, which matters for days. */
  readonly isAny: boolean;
}

/** @throws CronScheduleError */
export function parseCronField(text: string, bounds: CronBounds): CronField {
  const ranges = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => parseRange(part, bounds));
  return {
    values: new Set(ranges.flatMap(({ values }) => values)),
    isAny: ranges.some(({ isAny }) => isAny),
  };
}

interface Range {
  readonly values: readonly number[];
  readonly isAny: boolean;
}

// number | number-number | * | ?, each perhaps with /step
function parseRange(text: string, bounds: CronBounds): Range {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [lowText = '', highText, ...moreLimits] = range.split('-');
  const isAny = lowText === '*' || lowText === '?';
  const low = isAny ? bounds.min : parseValue(lowText, bounds);
  if (!isAny && moreLimits.length > 0) {
    throw new CronScheduleError(`too many hyphens: ${text}`);
  }
  const stepped = stepText === undefined ? low : bounds.max;
  const limit = isAny || highText === undefined ? stepped : parseValue(highText, bounds);
  const high = isAny ? bounds.max : limit;
  if (moreSteps.length > 0) {
    throw new CronScheduleError(`too many slashes: ${text}`);
  }
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  checkRange({ low, high, step, text, bounds });
  const count = Math.floor((high - low) / step) + 1;
  return {
    values: Array.from({ length: count }, (_, index) => low + index * step),
    isAny: isAny && step <= 1,
  };
}

interface Limits {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly text: string;
  readonly bounds: CronBounds;
}

function checkRange({ low, high, step, text, bounds }: Limits): void {
  if (low < bounds.min) {
    throw new CronScheduleError(`beginning of range (${low}) below minimum (${bounds.min}): ${text}`);
  }
  if (high > bounds.max) {
    throw new CronScheduleError(`end of range (${high}) above maximum (${bounds.max}): ${text}`);
  }
  if (low > high) {
    throw new CronScheduleError(`beginning of range (${low}) beyond end of range (${high}): ${text}`);
  }
  if (step === 0) {
    throw new CronScheduleError(`step of range should be a positive number: ${text}`);
  }
}

function parseValue(text: string, { min, names = [] }: CronBounds): number {
  const index = names.indexOf(text.toLowerCase());
  return index < 0 ? parseNumber(text) : min + index;
}

function parseNumber(text: string): number {
  const value = /^[+-]?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) {
    const problem = Number.isNaN(value) ? 'invalid syntax' : 'value out of range';
    throw new CronScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${quote(text)}: ${problem}`);
  }
  if (value < 0) {
    throw new CronScheduleError(`negative number (${value}) not allowed: ${text}`);
  }
  return value;
}
