// Rounds: the sides of a comparison are measured in turn, A B A B …, so that whatever else the machine does meanwhile
// meets both alike.

/** Measures one side once and returns the figure. `round` counts from 0; warm-up rounds are negative. */
export type Measure = (round: number) => Promise<number>;

export interface RoundsOptions {
  /** How many rounds count. */
  readonly rounds: number;
  /** How many come before and do not count. @default 1 */
  readonly warmUp?: number;
  /** How many rounds may be repeated because a measurement in them failed: an answer was not 2xx, say. @default 0 */
  readonly voids?: number;
  /** Told of each such round. */
  readonly onVoid?: (round: number, error: unknown) => void;
  /** Told what was measured, after each measurement. */
  readonly onMeasured?: (measured: { readonly side: string; readonly round: number; readonly value: number }) => void;
}

/** Measures every side in every round and returns the figures of each, in order. */
export async function interleave<Side extends string>(
  sides: Readonly<Record<Side, Measure>>,
  { rounds, warmUp = 1, voids = 0, onMeasured, onVoid }: RoundsOptions,
): Promise<Record<Side, number[]>> {
  if (rounds < 1) throw new Error(`Cannot measure: there must be at least one round, not ${rounds}`);
  const entries = Object.entries<Measure>(sides);
  const figures = new Map<string, number[]>(entries.map(([side]) => [side, []]));
  let voidsLeft = voids;
  for (let round = 0 - warmUp; round < rounds; round += 1) {
    try {
      const measured = await measureRound(entries, round, onMeasured);
      if (round >= 0) measured.forEach((value, side) => figures.get(side)?.push(value));
    } catch (error) {
      if (voidsLeft === 0) throw error;
      voidsLeft -= 1;
      onVoid?.(round, error);
      round -= 1;
    }
  }
  return mapSides(sides, (side) => figures.get(side) ?? []);
}

async function measureRound(
  sides: readonly (readonly [string, Measure])[],
  round: number,
  onMeasured: RoundsOptions['onMeasured'],
): Promise<Map<string, number>> {
  const values = new Map<string, number>();
  for (const [side, measure] of sides) {
    const value = await measure(round);
    values.set(side, value);
    onMeasured?.({ side, round, value });
  }
  return values;
}

function mapSides<Side extends string, T>(
  sides: Readonly<Record<Side, unknown>>,
  value: (side: string) => T,
): Record<Side, T> {
  // Object.fromEntries forgets the keys' type; they are exactly those of `sides`.
  return Object.fromEntries(Object.keys(sides).map((side) => [side, value(side)])) as Record<Side, T>;
}
