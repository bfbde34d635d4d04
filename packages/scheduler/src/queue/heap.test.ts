import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.ts';

describe('Heap', () => {
  it('hands out in order, whatever was put in, replaced and taken out', () => {
    const step = fc.oneof(
      fc.record({ put: fc.nat(20), rank: fc.nat(50) }),
      fc.record({ take: fc.nat(20) }),
      fc.constant({ pop: true }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const heap = new Heap<{ key: string; rank: number }>((one, other) => one.rank < other.rank);
        const model = new Map<string, number>();
        for (const one of steps) {
          if ('put' in one) {
            heap.set({ key: String(one.put), rank: one.rank });
            model.set(String(one.put), one.rank);
          } else if ('take' in one) {
            expect(heap.delete(String(one.take))?.rank).toBe(model.get(String(one.take)));
            model.delete(String(one.take));
          } else {
            const popped = heap.pop();
            expect(popped?.rank).toBe(model.size === 0 ? undefined : Math.min(...model.values()));
            if (popped !== undefined) model.delete(popped.key);
          }
          expect(heap.size).toBe(model.size);
        }
      }),
    );
  });
});
