import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BufferPool } from '../http/buffer-pool.ts';
import { listBody } from './list-body.ts';

describe('listBody', () => {
  it('is the JSON of the list with its items, whatever characters they hold and whatever the buffer held before', () => {
    const pool = new BufferPool();
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.array(fc.record({ name: text })), (kind, items) => {
        const parts = { list: JSON.stringify({ kind }), items: items.map((item) => JSON.stringify(item)) };
        const { body, of } = listBody(parts, pool);
        expect(body.toString()).toBe(`${JSON.stringify({ kind, items })}\n`);
        pool.give(of);
      }),
    );
  });
});
