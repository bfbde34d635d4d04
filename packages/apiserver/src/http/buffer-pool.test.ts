import { describe, expect, it } from 'vitest';
import { BufferPool } from './buffer-pool.ts';

describe('BufferPool', () => {
  it('gives out a buffer again, to one at a time', () => {
    const pool = new BufferPool();
    const first = pool.take(100_000);
    expect(first.length).toBeGreaterThanOrEqual(100_000);
    expect(pool.take(100_000)).not.toBe(first);
    pool.give(first);
    expect(pool.take(90_000)).toBe(first);
    expect(pool.take(90_000)).not.toBe(first);
  });

  it('gives out nothing that is too small', () => {
    const pool = new BufferPool();
    pool.give(pool.take(1));
    expect(pool.take(1_000_000).length).toBeGreaterThanOrEqual(1_000_000);
  });

  it('keeps no more than a few megabytes', () => {
    const pool = new BufferPool();
    const large = Array.from({ length: 10 }, () => pool.take(2 ** 20));
    for (const buffer of large) pool.give(buffer);
    const again = Array.from({ length: 10 }, () => pool.take(2 ** 20));
    expect(again.filter((buffer) => large.includes(buffer))).toHaveLength(4);
  });
});
