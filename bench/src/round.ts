// Rounds: the sides of a comparison are measured in turn, A B A B …, so that whatever else the machine does meanwhile
// meets both alike.

/** Measures one side once and returns the figure. `round` counts from 0; warm-up rounds are negative. */
export type Measure = (round: number) => Promise<number>;

export interface RoundsOptions {
  /** How many rounds count. */
  readonly rounds: number;
  /** How many come before and do not count. @default 1 */
  readonly warmUp?: number;
  /** Told what was measured, after each measurement. */
  readonly onMeasured?: (measured: { readonly side: string; readonly round: number; readonly value: number }) => void;
}

/** Measures every side in every round and returns the figures of each, in order. */
export async function interleave<Side extends string>(
  sides: Readonly<Record<Side, Measure>>,
  { rounds, warmUp = 1, onMeasured }: RoundsOptions,
): Promise<Record<Side, number[]>> {
  if (rounds < 1) throw new Error(`Cannot measure: there must be at least one round, not ${rounds}`);
  const entries = Object.entries<Measure>(sides);
  const figures = new Map<string, number[]>(entries.map(([side]) => [side, []]));
  for (let round = 0 - warmUp; round < rounds; round += 1) {
    for (const [side, measure] of entries) {
      const value = await measure(round);
      if (round >= 0) figures.get(side)?.push(value);
      onMeasured?.({ side, round, value });
    }
  }
  return mapSides(sides, (side) => figures.get(side) ?? []);
}

function mapSides<Side extends string, T>(
  sides: Readonly<Record<Side, unknown>>,
  value: (side: string) => T,
): Record<Side, T> {
  // Object.fromEntries forgets the keys' type; they are exactly those of `sides`.
  return Object.fromEntries(Object.keys(sides).map((side) => [side, value(side)])) as Record<Side, T>;
}
