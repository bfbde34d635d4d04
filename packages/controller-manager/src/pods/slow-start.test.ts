import { describe, expect, it } from 'vitest';
import { slowStart } from './slow-start.ts';

/** Runs calls and tells how many were under way at a time; those with the index `failing` fail. */
async function batchesOf(count: number, failing?: number): Promise<{ batches: number[]; error: unknown }> {
  const batches: number[] = [];
  let begun = 0;
  const run = slowStart(count, async (index) => {
    begun += 1;
    await Promise.resolve();
    if (begun > 0) batches.push(begun);
    begun = 0;
    if (index === failing) throw new Error(`call ${index}`);
  });
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { batches, error };
}

describe('slowStart()', () => {
  it.each<[number, number[]]>([
    [0, []],
    [1, [1]],
    [6, [1, 2, 3]],
    [10, [1, 2, 4, 3]],
  ])('makes %i calls in batches that double', async (count, expected) => {
    expect((await batchesOf(count)).batches).toEqual(expected);
  });

  it('begins no further calls after a failure, and throws it', async () => {
    const { batches, error } = await batchesOf(100, 1);
    expect(batches).toEqual([1, 2]);
    expect(error).toEqual(new Error('call 1'));
  });
});
