import { describe, expect, it } from 'vitest';
import { figure, isSteady, ratio, verdict } from './result.ts';

describe('ratio', () => {
  it('compares round by round', () => {
    const result = ratio({ ours: [50, 30, 45], limit: [100, 100, 50] }, { name: 'get', unit: 'requests/s' });
    expect(result.ratio.values).toEqual([0.5, 0.3, 0.9]);
    expect(result.ratio.median).toBe(0.5);
    expect([result.ours.median, result.limit.median]).toEqual([45, 100]);
  });

  it('refuses sides of unequal rounds, and a limit of zero', () => {
    expect(() => ratio({ ours: [1, 2], limit: [1] }, { name: 'get', unit: '' })).toThrow('2 rounds with 1');
    expect(() => ratio({ ours: [1], limit: [0] }, { name: 'get', unit: '' })).toThrow('not a number');
  });
});

describe('verdict', () => {
  it.each([
    ['a median above its floor', { atLeast: 10 }, 'met'],
    ['a median on its floor', { atLeast: 20 }, 'met'],
    ['a median below its floor', { atLeast: 21 }, 'missed'],
    ['a median below its ceiling', { atMost: 30 }, 'met'],
    ['a median above its ceiling', { atMost: 19 }, 'missed'],
  ])('judges %s', (_name, target, expected) => {
    expect(verdict(figure([10, 20, 30], { name: 'p99', unit: 'ms', target }))).toBe(expected);
  });

  it('judges a ratio by the ratio, not by a side', () => {
    const sides = { ours: [60], limit: [100] };
    expect(verdict(ratio(sides, { name: 'get', unit: 'requests/s', target: { atLeast: 0.5 } }))).toBe('met');
    expect(verdict(ratio(sides, { name: 'get', unit: 'requests/s', target: { atLeast: 0.7 } }))).toBe('missed');
  });

  it('has nothing to say without a target', () => {
    expect(verdict(figure([1], { name: 'p99', unit: 'ms' }))).toBe('no target');
  });
});

describe('isSteady', () => {
  it('holds up to a spread of 15 % of the median', () => {
    expect(isSteady(figure([93, 100, 107], { name: 'a', unit: 'ms' }))).toBe(true);
    expect(isSteady(figure([92, 100, 108], { name: 'a', unit: 'ms' }))).toBe(false);
  });
});
