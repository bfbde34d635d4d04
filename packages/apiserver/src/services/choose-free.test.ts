import { assert, integer, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFree, reservedOf } from './choose-free.ts';

const choose = (taken: readonly number[], { size = 10, reserved = 3, random = 0 } = {}) =>
  chooseFree({ size, reserved, isFree: (position) => !taken.includes(position), random: () => random });

describe('chooseFree', () => {
  it.each([
    ['the upper part first', [], 0, 3],
    ['anywhere in it', [], 0.99, 9],
    ['the next free one', [3, 4], 0, 5],
    ['again from the start of the upper part', [9], 0.99, 3],
    ['the lower part last', [3, 4, 5, 6, 7, 8, 9], 0, 0],
    ['nothing when all is taken', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0.5, undefined],
  ])('chooses %s', (_name, taken, random, expected) => {
    expect(choose(taken, { random })).toBe(expected);
  });

  it('finds whatever is free', () => {
    const sizes = integer({ min: 1, max: 40 });
    assert(
      property(
        sizes.chain((size) => uniqueArray(integer({ min: 0, max: size - 1 })).map((taken) => ({ size, taken }))),
        integer({ min: 0, max: 999 }),
        ({ size, taken }, thousandths) => {
          const reserved = Math.floor(size / 3);
          const found = choose(taken, { size, reserved, random: thousandths / 1000 });
          if (taken.length === size) return found === undefined;
          return found !== undefined && found >= 0 && found < size && !taken.includes(found);
        },
      ),
    );
  });
});

describe('reservedOf', () => {
  it.each([
    ['nothing of a small range', 8, 0],
    ['the least of a range of some size', 100, 16],
    ['a share of a larger one', 1024, 64],
    ['no more than the most', 65534, 256],
  ])('is %s', (_name, size, expected) => {
    expect(reservedOf(size, { share: 16, least: 16, most: 256 })).toBe(expected);
  });
});
