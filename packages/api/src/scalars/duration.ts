/** Durations as Go writes them: `1h0m0s`, `1.5s`, `300ms`. They are counted in nanoseconds, within 64 bits. */
import { quoteTime } from './time-quote.ts';

/** Text that is no duration. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const MICROSECOND = 1000n;
const MILLISECOND = 1_000_000n;
const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const LIMIT = 2n ** 63n;

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', MICROSECOND],
  ['\u00b5s', MICROSECOND],
  ['\u03bcs', MICROSECOND],
  ['ms', MILLISECOND],
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
]);

const TERM = /([0-9]*)(?:\.([0-9]*))?([^0-9.]*)/y;

/** Nanoseconds. @throws DurationError with Go's message */
export function parseDuration(text: string): bigint {
  const isNegative = text.startsWith('-');
  const terms = isNegative || text.startsWith('+') ? text.slice(1) : text;
  if (terms === '0') {
    return 0n;
  }
  const invalid = new DurationError(`time: invalid duration ${quoteTime(text)}`);
  if (terms === '') {
    throw invalid;
  }
  let sum = 0n;
  for (let position = 0; position < terms.length;) {
    TERM.lastIndex = position;
    const [term = '', integer = '', fraction = '', unitName = ''] = TERM.exec(terms) ?? [];
    if ((integer === '' && fraction === '') || trimZeros(integer).length > 19) {
      throw invalid;
    }
    sum += termNanoseconds({ text, integer, fraction, unitName });
    if (sum > LIMIT) {
      throw invalid;
    }
    position += term.length;
  }
  if (sum === LIMIT && !isNegative) {
    throw invalid;
  }
  return isNegative ? -sum : sum;
}

interface Term {
  readonly text: string;
  readonly integer: string;
  readonly fraction: string;
  readonly unitName: string;
}

function termNanoseconds({ text, integer, fraction, unitName }: Term): bigint {
  const unit = UNITS.get(unitName);
  if (unitName === '') {
    throw new DurationError(`time: missing unit in duration ${quoteTime(text)}`);
  }
  if (unit === undefined) {
    throw new DurationError(`time: unknown unit ${quoteTime(unitName)} in duration ${quoteTime(text)}`);
  }
  // Eighteen digits are more than a fraction of any unit has nanoseconds.
  const digits = fraction.slice(0, 18);
  return BigInt(integer) * unit + (BigInt(digits) * unit) / 10n ** BigInt(digits.length);
}

function trimZeros(digits: string): string {
  return digits.replace(/^0+/, '');
}

/** `1h0m0s`: the hours, minutes and seconds from the largest that is not zero; below a second, one smaller unit. */
export function formatDuration(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const amount = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (amount === 0n) {
    return '0s';
  }
  if (amount < MICROSECOND) {
    return `${sign}${amount}ns`;
  }
  if (amount < MILLISECOND) {
    return `${sign}${decimal(amount, MICROSECOND)}\u00b5s`;
  }
  if (amount < SECOND) {
    return `${sign}${decimal(amount, MILLISECOND)}ms`;
  }
  const hours = amount >= HOUR ? `${amount / HOUR}h` : '';
  const minutes = amount >= MINUTE ? `${(amount % HOUR) / MINUTE}m` : '';
  return `${sign}${hours}${minutes}${decimal(amount % MINUTE, SECOND)}s`;
}

function decimal(amount: bigint, unit: bigint): string {
  const places = unit.toString().length - 1;
  const fraction = (amount % unit).toString().padStart(places, '0').replace(/0+$/, '');
  return `${amount / unit}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The form in which a duration is stored. @throws DurationError with Go's message */
export function canonicalDuration(text: string): string {
  return formatDuration(parseDuration(text));
}
