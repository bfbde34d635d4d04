import { describe, expect, it } from 'vitest';
import { nodeCapacity } from './node-capacity.ts';

const GIB = 1024 ** 3;

describe('nodeCapacity()', () => {
  it.each([
    ['an even share', 6, 6 * GIB, 3, 'cpu=2,memory=2048Mi'],
    ['a share of CPUs in thousandths', 8, 16 * GIB, 3, 'cpu=2666m,memory=5461Mi'],
    ['one CPU at least', 2, 3 * GIB, 3, 'cpu=1,memory=1024Mi'],
    ['everything to the only one', 4, 8 * GIB, 1, 'cpu=4,memory=8192Mi'],
  ])('gives %s', (_name, cpus, memoryBytes, workers, expected) => {
    expect(nodeCapacity({ cpus, memoryBytes }, workers)).toBe(expected);
  });
});
