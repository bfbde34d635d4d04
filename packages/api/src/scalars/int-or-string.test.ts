import { describe, expect, it } from 'vitest';

import { isPercent, parseIntOrString, scaledIntOrPercent } from './int-or-string.ts';

describe('parseIntOrString', () => {
  it.each([
    ['80', 80],
    ['-5', -5],
    ['http', 'http'],
    ['25%', '25%'],
    ['', ''],
    ['2147483647', 2147483647],
    ['2147483648', '2147483648'],
    ['0x10', '0x10'],
  ])('%j is %j', (text, value) => {
    expect(parseIntOrString(text)).toBe(value);
  });
});

describe('scaledIntOrPercent', () => {
  it.each([
    [3, 10, true, 3],
    ['25%', 10, true, 3],
    ['25%', 10, false, 2],
    ['0%', 10, true, 0],
    ['150%', 10, true, 15],
    ['-25%', 10, false, -3],
  ])('%j of %d, rounded up %s, is %d', (value, total, roundUp, result) => {
    expect(scaledIntOrPercent(value, { total, roundUp })).toBe(result);
  });

  it.each([
    ['3', 'invalid value for IntOrString: invalid type: string is not a percentage'],
    ['x%', 'invalid value for IntOrString: invalid value "x%": strconv.Atoi: parsing "x": invalid syntax'],
    [
      '99999999999999999999%',
      'invalid value for IntOrString: invalid value "99999999999999999999%": strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
  ])('refuses %j', (value, message) => {
    expect(() => scaledIntOrPercent(value, { total: 1, roundUp: true })).toThrow(expect.objectContaining({ message }));
  });

  it('tells percentages from other values', () => {
    expect([5, '5', '5%'].map(isPercent)).toEqual([false, false, true]);
  });
});
