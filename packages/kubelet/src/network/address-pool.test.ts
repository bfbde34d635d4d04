import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressPool, rangeOf } from './address-pool.ts';
import { NetworkError } from './pod-network.ts';

describe('rangeOf', () => {
  it.each([
    ['a usual range', '10.244.1.0/24', { first: 0x0af40102, last: 0x0af401fe }],
    ['a range told by an address inside it', '10.244.1.77/24', { first: 0x0af40102, last: 0x0af401fe }],
    ['the smallest range', '10.244.1.4/30', { first: 0x0af40106, last: 0x0af40106 }],
    ['a range in the upper half of all addresses', '192.168.0.0/29', { first: 0xc0a80002, last: 0xc0a80006 }],
  ])('reads %s', (_name, cidr, range) => expect(rangeOf(cidr)).toEqual(range));

  it.each(['10.244.1.0/31', '10.244.1.0', '10.244.1/24', '10.244.1.256/24', 'fd00::/64', ''])('refuses %j', (cidr) =>
    expect(() => rangeOf(cidr)).toThrow(NetworkError),
  );
});

describe('AddressPool', () => {
  const range = rangeOf('10.244.1.0/29');

  it('gives a pod one address, however often it asks', () => {
    const pool = new AddressPool();
    expect([pool.take('a', range), pool.take('b', range), pool.take('a', range)]).toEqual([
      '10.244.1.2',
      '10.244.1.3',
      '10.244.1.2',
    ]);
  });

  it('gives an address that came back out last', () => {
    const pool = new AddressPool();
    const taken = ['a', 'b', 'c', 'd', 'e', 'f'].map((owner) => {
      const address = pool.take(owner, range);
      pool.free(owner);
      return address;
    });
    expect(taken).toEqual([2, 3, 4, 5, 6, 2].map((last) => `10.244.1.${last}`));
  });

  it('goes on after what was given out last before it began', () => {
    const pool = new AddressPool();
    pool.adopt('old', '10.244.1.3');
    pool.adopt('new', '10.244.1.5');
    expect(['old', 'x', 'y', 'z'].map((owner) => pool.take(owner, range))).toEqual([
      '10.244.1.3',
      '10.244.1.6',
      '10.244.1.2',
      '10.244.1.4',
    ]);
  });

  it('leaves an address with the first who claims it', () => {
    const pool = new AddressPool();
    pool.adopt('runs', '10.244.1.4');
    pool.adopt('is over', '10.244.1.4');
    pool.free('is over');
    expect(pool.take('runs', range)).toBe('10.244.1.4');
    expect(pool.take('is over', range)).not.toBe('10.244.1.4');
  });

  it('gives a pod another address when the node has another range', () => {
    const pool = new AddressPool();
    pool.adopt('old', '10.244.9.4');
    expect([pool.take('new', range), pool.take('old', range)]).toEqual(['10.244.1.2', '10.244.1.3']);
  });

  it('says which range is used up', () => {
    const pool = new AddressPool();
    for (const owner of ['a', 'b', 'c', 'd', 'e']) pool.take(owner, range);
    expect(() => pool.take('f', range)).toThrow('no IP addresses available in range 10.244.1.2-10.244.1.6');
  });

  it('never has one address for two pods', () => {
    const step = fc.record({ owner: fc.integer({ min: 0, max: 7 }).map(String), isTake: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pool = new AddressPool();
        const present = new Map<string, string>();
        for (const { owner, isTake } of steps) {
          if (!isTake) {
            pool.free(owner);
            present.delete(owner);
          } else if (present.has(owner) || present.size < 5) present.set(owner, pool.take(owner, range));
          expect(new Set(present.values()).size).toBe(present.size);
        }
      }),
    );
  });
});
