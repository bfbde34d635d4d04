import { describe, expect, it } from 'vitest';
import { workerNumber } from './surplus-workers.ts';

describe('workerNumber()', () => {
  it.each([
    ['node-1', 1],
    ['node-12', 12],
    ['node-0', undefined],
    ['node-01', undefined],
    ['node-1-kubelet', undefined],
    ['control-plane', undefined],
    ['', undefined],
  ])('of %j is %s', (name, number) => {
    expect(workerNumber(name)).toBe(number);
  });
});
