import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { canonicalDuration, formatDuration, parseDuration } from './duration.ts';

describe('canonicalDuration', () => {
  it.each([
    ['zero', '0', '0s'],
    ['an hour', '1h', '1h0m0s'],
    ['ninety seconds', '90s', '1m30s'],
    ['an hour and a bit', '1h0.5s', '1h0m0.5s'],
    ['a fraction', '1.5h', '1h30m0s'],
    ['a fraction with no whole', '.5m', '30s'],
    ['units in any order, more than once', '1s1h1s', '1h0m2s'],
    ['milliseconds', '1500us', '1.5ms'],
    ['microseconds by their sign', '1\u03bcs', '1\u00b5s'],
    ['nanoseconds', '999ns', '999ns'],
    ['less than nothing', '-1.5s', '-1.5s'],
    ['the longest', '9223372036854775807ns', '2562047h47m16.854775807s'],
    ['the longest into the past', '-9223372036854775808ns', '-2562047h47m16.854775808s'],
    ['more digits than count', '0.0000000019999999999999999999s', '1ns'],
  ])('writes %s', (_name, text, canonical) => {
    expect(canonicalDuration(text)).toBe(canonical);
  });

  it.each([
    ['nothing', '', 'time: invalid duration ""'],
    ['a sign', '-', 'time: invalid duration "-"'],
    ['a number', '5', 'time: missing unit in duration "5"'],
    ['days', '1d', 'time: unknown unit "d" in duration "1d"'],
    ['a unit', 's', 'time: invalid duration "s"'],
    ['a point', '.s', 'time: invalid duration ".s"'],
    ['one nanosecond too many', '9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
    ['hours past counting', '99999999999999999999h', 'time: invalid duration "99999999999999999999h"'],
    ['words', 'soon "é"', 'time: invalid duration "soon \\"\\xc3\\xa9\\""'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => canonicalDuration(text)).toThrow(expect.objectContaining({ message }));
  });
});

describe('durations of every length', () => {
  it('read back what they write', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (nanoseconds) => {
        expect(parseDuration(formatDuration(nanoseconds))).toBe(nanoseconds);
      }),
    );
  });
});
