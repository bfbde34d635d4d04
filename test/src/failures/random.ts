// Chance that can be had again: the same seed, the same numbers. (Mulberry32.)

export interface Random {
  /** A whole number from 0, below the bound. */
  below(bound: number): number;
  /** @throws {Error} when there is nothing to pick from */
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
  return {
    below,
    pick(items) {
      if (items.length === 0) throw new Error('There is nothing to pick from');
      return items[below(items.length)] as (typeof items)[number];
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, place: below(2 ** 32) }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ item }) => item),
  };
}
