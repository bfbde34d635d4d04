/**
 * Times as the API has them: RFC 3339 in UTC, to the second (`metav1.Time`) or with six decimals (`metav1.MicroTime`).
 * What is accepted, and what is said of the rest, is as Go's time.Parse does it.
 */
import { quoteTime } from './time-quote.ts';

/** A point in time, as protobuf has it: seconds since 1970, and nanoseconds from 0 to 999,999,999 on top. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** Text that is no time. */
export class TimeError extends Error {
  override readonly name = 'TimeError';
}

const LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';

// Nearly all times that arrive are ones that we wrote. No month is shorter than 28 days.
const CANONICAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{6})?Z$/;

/** @throws TimeError with upstream's message */
export function parseTime(text: string): Timestamp {
  return new Parser(text, LAYOUT).parse();
}

/** Like `parseTime`, but the six decimals must be there. @throws TimeError with upstream's message */
export function parseMicroTime(text: string): Timestamp {
  return new Parser(text, MICRO_LAYOUT).parse();
}

/** `2026-01-02T03:04:05Z`; decimals are cut off. */
export function formatTimestamp({ seconds }: Timestamp): string {
  return `${formatSeconds(seconds)}Z`;
}

/** `2026-01-02T03:04:05.000006Z`. */
export function formatMicroTimestamp({ seconds, nanos }: Timestamp): string {
  return `${formatSeconds(seconds)}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`;
}

/** The text for a `metav1.Time` of so many milliseconds since 1970, as clocks count. */
export function formatTime(milliseconds: number): string {
  return formatTimestamp(timestampOf(milliseconds));
}

/** The text for a `metav1.MicroTime` of so many milliseconds since 1970, which may have decimals. */
export function formatMicroTime(milliseconds: number): string {
  return formatMicroTimestamp(timestampOf(milliseconds));
}

export function timestampOf(milliseconds: number): Timestamp {
  const microseconds = Math.floor(milliseconds * 1000);
  const seconds = Math.floor(microseconds / 1_000_000);
  return { seconds, nanos: (microseconds - seconds * 1_000_000) * 1000 };
}

/** Milliseconds since 1970, with decimals. */
export function millisecondsOf({ seconds, nanos }: Timestamp): number {
  return seconds * 1000 + nanos / 1_000_000;
}

/** The form in which a `metav1.Time` is stored. @throws TimeError with upstream's message */
export function canonicalTime(text: string): string {
  const match = CANONICAL.exec(text);
  return match !== null && match[1] === undefined ? text : formatTimestamp(parseTime(text));
}

/** The form in which a `metav1.MicroTime` is stored. @throws TimeError with upstream's message */
export function canonicalMicroTime(text: string): string {
  const match = CANONICAL.exec(text);
  return match?.[1] === undefined ? formatMicroTimestamp(parseMicroTime(text)) : text;
}

function formatSeconds(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  // JavaScript writes years outside 0 to 9999, which only a time zone leads to, with a sign and six digits.
  return iso.replace(/^\+0*/, '').replace(/^-00/, '-').slice(0, -'.000Z'.length);
}

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanos: number;
  offset: number;
}

/** One pass over a text. What is left to read is always the tail that Go's messages name. */
class Parser {
  readonly #text: string;
  readonly #layout: string;
  #rest: string;

  constructor(text: string, layout: string) {
    this.#text = text;
    this.#layout = layout;
    this.#rest = text;
  }

  parse(): Timestamp {
    const year = this.#digits(/^\d{4}/, '2006');
    this.#literal('-');
    const month = this.#digits(/^\d\d/, '01');
    this.#range(month >= 1 && month <= 12, 'month');
    this.#literal('-');
    const day = this.#digits(/^\d\d/, '02');
    this.#literal('T');
    const hour = this.#digits(/^\d\d?/, '15');
    this.#range(hour < 24, 'hour');
    this.#literal(':');
    const minute = this.#digits(/^\d\d/, '04');
    this.#range(minute < 60, 'minute');
    this.#literal(':');
    const second = this.#digits(/^\d\d/, '05');
    this.#range(second < 60, 'second');
    const nanos = this.#fraction();
    const offset = this.#zone();
    if (this.#rest !== '') {
      throw this.#error(`: extra text: ${quoteTime(this.#rest)}`);
    }
    return this.#timestamp({ year, month, day, hour, minute, second, nanos, offset });
  }

  #timestamp({ year, month, day, hour, minute, second, nanos, offset }: Fields): Timestamp {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    this.#range(day >= 1 && date.getUTCMonth() === month - 1, 'day');
    return { seconds: date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset, nanos };
  }

  #fraction(): number {
    if (this.#layout === MICRO_LAYOUT) {
      return this.#digits(/^[.,]\d{6}/, '.000000') * 1000;
    }
    // Decimals are welcome even where the layout has none; those past the ninth do not count.
    const decimals = /^[.,](\d+)/.exec(this.#rest);
    this.#rest = this.#rest.slice(decimals?.[0].length ?? 0);
    return Number((decimals?.[1] ?? '').slice(0, 9).padEnd(9, '0'));
  }

  #zone(): number {
    if (this.#rest.startsWith('Z')) {
      this.#rest = this.#rest.slice(1);
      return 0;
    }
    const hold = this.#rest;
    const match = /^(.)(\d\d):(\d\d)/su.exec(hold);
    if (match === null) {
      throw this.#mismatch(hold, 'Z07:00');
    }
    this.#rest = hold.slice(match[0].length);
    const [hours, minutes] = [Number(match[2]), Number(match[3])];
    this.#range(minutes <= 60, 'time zone offset minute');
    this.#range(hours <= 24, 'time zone offset hour');
    if (match[1] !== '+' && match[1] !== '-') {
      throw this.#mismatch(hold, 'Z07:00');
    }
    return (hours * 60 + minutes) * (match[1] === '-' ? -60 : 60);
  }

  #digits(pattern: RegExp, element: string): number {
    const found = pattern.exec(this.#rest)?.[0];
    if (found === undefined) {
      throw this.#mismatch(this.#rest, element);
    }
    this.#rest = this.#rest.slice(found.length);
    return Number(found.replace(/^[.,]/, ''));
  }

  #literal(character: string): void {
    if (!this.#rest.startsWith(character)) {
      throw this.#mismatch(this.#rest, character);
    }
    this.#rest = this.#rest.slice(character.length);
  }

  #range(isWithin: boolean, what: string): void {
    if (!isWithin) {
      throw this.#error(`: ${what} out of range`);
    }
  }

  #mismatch(rest: string, element: string): TimeError {
    const layout = quoteTime(this.#layout);
    return this.#error(` as ${layout}: cannot parse ${quoteTime(rest)} as ${quoteTime(element)}`);
  }

  #error(message: string): TimeError {
    return new TimeError(`parsing time ${quoteTime(this.#text)}${message}`);
  }
}
