import { describe, expect, it } from 'vitest';

import {
  canonicalMicroTime,
  canonicalTime,
  formatMicroTime,
  formatTime,
  millisecondsOf,
  parseMicroTime,
  parseTime,
  timestampOf,
} from './time.ts';

describe('canonicalTime', () => {
  it.each([
    ['a time as we write it', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
    ['a time zone', '2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00Z'],
    ['a time zone in the west', '2026-01-01T00:00:00-24:60', '2026-01-02T01:00:00Z'],
    ['decimals, cut off', '2026-01-01T00:00:00.999Z', '2026-01-01T00:00:00Z'],
    ['decimals after a comma', '2026-01-01T00:00:00,5Z', '2026-01-01T00:00:00Z'],
    ['an hour of one digit', '2026-01-01T5:00:00Z', '2026-01-01T05:00:00Z'],
    ['a leap day', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['an early year', '0099-01-01T00:00:00Z', '0099-01-01T00:00:00Z'],
    ['a year before the first', '0000-01-01T00:00:00+01:00', '-0001-12-31T23:00:00Z'],
    ['a year of five digits', '9999-12-31T23:59:59-01:00', '10000-01-01T00:59:59Z'],
  ])('writes %s', (_name, text, canonical) => {
    expect(canonicalTime(text)).toBe(canonical);
  });

  const as = ' as "2006-01-02T15:04:05Z07:00": cannot parse';
  it.each([
    ['nothing', '', `parsing time ""${as} "" as "2006"`],
    ['a date alone', '2026-01-01', `parsing time "2026-01-01"${as} "" as "T"`],
    ['a short month', '2026-1-01T00:00:00Z', `parsing time "2026-1-01T00:00:00Z"${as} "1-01T00:00:00Z" as "01"`],
    ['no zone', '2026-01-01T00:00:00', `parsing time "2026-01-01T00:00:00"${as} "" as "Z07:00"`],
    [
      'a zone without a colon',
      '2026-01-01T00:00:00+0100',
      `parsing time "2026-01-01T00:00:00+0100"${as} "+0100" as "Z07:00"`,
    ],
    ['quotes and letters, byte by byte', '"é\\', `parsing time "\\"\\xc3\\xa9\\\\"${as} "\\"\\xc3\\xa9\\\\" as "2006"`],
    ['a thirteenth month', '2026-13-01T00:00:00Z', 'parsing time "2026-13-01T00:00:00Z": month out of range'],
    ['a thirtieth of February', '2026-02-30T00:00:00Z', 'parsing time "2026-02-30T00:00:00Z": day out of range'],
    ['a day zero', '2026-02-00T00:00:00Z', 'parsing time "2026-02-00T00:00:00Z": day out of range'],
    ['hour 24', '2026-01-01T24:00:00Z', 'parsing time "2026-01-01T24:00:00Z": hour out of range'],
    ['minute 60', '2026-01-01T00:60:00Z', 'parsing time "2026-01-01T00:60:00Z": minute out of range'],
    ['second 60', '2026-01-01T00:00:60Z', 'parsing time "2026-01-01T00:00:60Z": second out of range'],
    [
      'an offset of 25 hours',
      '2026-01-01T00:00:00+25:00',
      'parsing time "2026-01-01T00:00:00+25:00": time zone offset hour out of range',
    ],
    [
      'an offset of 61 minutes',
      '2026-01-01T00:00:00+00:61',
      'parsing time "2026-01-01T00:00:00+00:61": time zone offset minute out of range',
    ],
    ['something after the end', '2026-01-01T00:00:00Z!', 'parsing time "2026-01-01T00:00:00Z!": extra text: "!"'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => canonicalTime(text)).toThrow(expect.objectContaining({ message }));
  });
});

describe('canonicalMicroTime', () => {
  it.each([
    ['a time as we write it', '2026-01-02T03:04:05.000006Z', '2026-01-02T03:04:05.000006Z'],
    ['a time zone', '2026-01-01T00:30:00.5\u0030000\u0030+01:00', '2025-12-31T23:30:00.500000Z'],
  ])('writes %s', (_name, text, canonical) => {
    expect(canonicalMicroTime(text)).toBe(canonical);
  });

  it('insists on the six decimals', () => {
    expect(() => canonicalMicroTime('2026-01-01T00:00:00Z')).toThrow(
      'parsing time "2026-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    );
  });
});

describe('timestamps', () => {
  it('carry nanoseconds', () => {
    expect(parseTime('1970-01-01T00:00:01.0000000019Z')).toEqual({ seconds: 1, nanos: 1 });
    expect(parseMicroTime('1969-12-31T23:59:59.999999Z')).toEqual({ seconds: -1, nanos: 999_999_000 });
  });

  it.each([0, 1, -1, 1_767_323_045_123, -1_500.25])('of %d milliseconds come back as milliseconds', (milliseconds) => {
    expect(millisecondsOf(timestampOf(milliseconds))).toBe(milliseconds);
  });

  it('are written from a clock', () => {
    expect(formatTime(1_767_323_045_999)).toBe('2026-01-02T03:04:05Z');
    expect(formatMicroTime(1_767_323_045_000.25)).toBe('2026-01-02T03:04:05.000250Z');
  });
});
