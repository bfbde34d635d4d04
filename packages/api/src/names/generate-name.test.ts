import { describe, expect, it } from 'vitest';

import { generateName, randomNameSuffix, safeEncodeName } from './generate-name.ts';

describe('generateName', () => {
  it('appends five characters of an alphabet without vowels', () => {
    for (let count = 0; count < 200; count++) {
      expect(generateName('web-')).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    }
  });

  it('draws the characters from the given source', () => {
    const draws = [0, 26, 1, 25, 2];
    expect(generateName('a-', { random: () => draws.shift() ?? 0 })).toBe('a-b9c8d');
  });

  it('cuts the base so that the name fits into a DNS label', () => {
    const name = generateName('a'.repeat(80));
    expect(name).toHaveLength(63);
    expect(name.slice(0, 58)).toBe('a'.repeat(58));
  });

  it('hardly ever repeats itself', () => {
    expect(new Set(Array.from({ length: 100 }, () => randomNameSuffix(10))).size).toBe(100);
  });
});

describe('safeEncodeName', () => {
  it('writes the digits of a hash in the same alphabet', () => {
    expect(safeEncodeName('0123456789')).toBe('456789bcdf');
  });
});
