import { describe, expect, it } from 'vitest';

import { valueDiff } from './value-diff.ts';

describe('valueDiff', () => {
  it('is empty for equal values', () => {
    expect(valueDiff({ a: [1] }, { a: [1] })).toBe('');
  });

  it('shows a change between three lines of context', () => {
    const value = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8 };
    expect(valueDiff(value, { ...value, e: 'five' })).toBe(
      '@@ -3,7 +3,7 @@\n  "b": 2,\n  "c": 3,\n  "d": 4,\n- "e": 5,\n+ "e": "five",\n  "f": 6,\n  "g": 7,\n  "h": 8\n',
    );
  });

  it('shows what was added and taken away', () => {
    expect(valueDiff([], [1])).toBe('@@ -1 +1,3 @@\n-[]\n+[\n+ 1\n+]\n');
  });

  it('takes changes that are far from each other apart', () => {
    const long = Array.from({ length: 20 }, (_, index) => index);
    const changed = long.map((item) => (item === 2 || item === 17 ? -1 : item));
    expect(valueDiff(long, changed).match(/^@@.*@@$/gm)).toEqual(['@@ -1,7 +1,7 @@', '@@ -16,7 +16,7 @@']);
  });
});
