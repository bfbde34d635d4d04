import { describe, expect, it } from 'vitest';
import { quantile, summarize } from './statistics.ts';

describe('summarize', () => {
  it.each([
    ['an odd number of values', [3, 1, 2], { median: 2, min: 1, max: 3, spread: 1 }],
    ['an even number of values', [4, 1, 2, 3], { median: 2.5, min: 1, max: 4, spread: 1.2 }],
    ['one value', [5], { median: 5, min: 5, max: 5, spread: 0 }],
    ['values that are all zero', [0, 0], { median: 0, min: 0, max: 0, spread: 0 }],
  ])('sums up %s', (_name, values, summary) => {
    expect(summarize(values)).toEqual({ ...summary, values });
  });

  it('refuses to sum up nothing, or what is no number', () => {
    expect(() => summarize([])).toThrow('nothing was measured');
    expect(() => summarize([1, Number.NaN])).toThrow('not a number');
  });
});

describe('quantile', () => {
  const hundred = Array.from({ length: 101 }, (_, index) => index);
  it.each([
    [0, 0],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ])('finds the share %d of 0…100', (share, value) => {
    expect(quantile(hundred, share)).toBe(value);
  });
});
