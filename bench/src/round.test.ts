import { describe, expect, it } from 'vitest';
import { interleave } from './round.ts';

describe('interleave', () => {
  it('measures the sides in turn and leaves the warm-up out', async () => {
    const calls: string[] = [];
    const side = (name: string, base: number) => async (round: number) => {
      calls.push(`${name}${round}`);
      return base + round;
    };
    const figures = await interleave({ ours: side('a', 10), limit: side('b', 20) }, { rounds: 2 });
    expect(calls).toEqual(['a-1', 'b-1', 'a0', 'b0', 'a1', 'b1']);
    expect(figures).toEqual({ ours: [10, 11], limit: [20, 21] });
  });

  it('tells each measurement as it comes', async () => {
    const told: unknown[] = [];
    await interleave({ ours: async () => 7 }, { rounds: 1, warmUp: 0, onMeasured: (measured) => told.push(measured) });
    expect(told).toEqual([{ side: 'ours', round: 0, value: 7 }]);
  });

  it('fails with the side that fails, and measures no further', async () => {
    const calls: string[] = [];
    const measuring = interleave(
      {
        ours: async () => {
          throw new Error('the server answered 500');
        },
        limit: async () => calls.push('limit'),
      },
      { rounds: 3 },
    );
    await expect(measuring).rejects.toThrow('the server answered 500');
    expect(calls).toEqual([]);
  });

  it('measures a round again that turned out void, both sides of it, as often as it may', async () => {
    const calls: string[] = [];
    const told: unknown[] = [];
    let failures = 2;
    const figures = await interleave(
      {
        ours: async (round) => calls.push(`a${round}`),
        limit: async (round) => {
          if (round === 1 && (failures -= 1) >= 0) throw new Error('the server answered 500');
          return calls.push(`b${round}`);
        },
      },
      { rounds: 2, warmUp: 0, voids: 2, onVoid: (round) => told.push(round) },
    );
    expect(calls).toEqual(['a0', 'b0', 'a1', 'a1', 'a1', 'b1']);
    expect(figures).toEqual({ ours: [1, 5], limit: [2, 6] });
    expect(told).toEqual([1, 1]);
  });

  it('refuses to measure no round', async () => {
    await expect(interleave({ ours: async () => 1 }, { rounds: 0 })).rejects.toThrow('at least one round');
  });
});
