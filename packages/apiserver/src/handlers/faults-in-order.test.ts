import { describe, expect, it } from 'vitest';
import { faultsInOrder } from './faults-in-order.ts';

const unknown = (path: string): string => `unknown field "${path}"`;
const duplicate = (path: string): string => `duplicate field "${path}"`;

describe('faultsInOrder()', () => {
  it('tells faults as they stand in the document', () => {
    const document = { spec: { odd: 1, paused: true, list: [{ name: 'a' }, { odd: 2, name: 'b' }] }, last: 1 };
    const faults = [
      unknown('last'),
      unknown('spec.odd'),
      unknown('spec.list[1].odd'),
      duplicate('spec.list[1].name'),
      duplicate('spec.paused'),
    ];
    expect(faultsInOrder(document, faults)).toEqual([
      unknown('spec.odd'),
      duplicate('spec.paused'),
      unknown('spec.list[1].odd'),
      duplicate('spec.list[1].name'),
      unknown('last'),
    ]);
  });

  it('tells of an unknown field once, and of nothing in it', () => {
    const faults = [unknown('odd'), duplicate('odd'), duplicate('odd.a'), duplicate('data.a')];
    expect(faultsInOrder({ odd: { a: 1 }, data: { a: 'b' } }, faults)).toEqual([unknown('odd'), duplicate('data.a')]);
  });
});
