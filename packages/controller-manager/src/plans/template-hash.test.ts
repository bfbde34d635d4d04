import { describe, expect, it } from 'vitest';
import { canonicalJson, stateHash } from './template-hash.ts';

describe('stateHash()', () => {
  it('does not depend on the order of fields', () => {
    expect(stateHash({ a: 1, b: { c: [1, 2], d: 'x' } })).toBe(stateHash({ b: { d: 'x', c: [1, 2] }, a: 1 }));
  });

  it('depends on the order of lists and on every value', () => {
    const hashes = [{ a: [1, 2] }, { a: [2, 1] }, { a: ['1', '2'] }, { b: [1, 2] }].map((value) => stateHash(value));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is another one after a collision', () => {
    expect(new Set([0, 1, 2].map((collisions) => stateHash({ a: 1 }, collisions))).size).toBe(3);
  });

  it('consists of what names may have', () => {
    expect(stateHash({ image: 'app:1' })).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
  });

  it('stays what it was: pods carry it over restarts and upgrades', () => {
    expect(stateHash({ spec: { containers: [{ name: 'app', image: 'app:1' }] } })).toBe('86c65c88f9');
  });
});

it('canonicalJson() writes keys in order and escapes as Go does', () => {
  expect(canonicalJson({ b: '<', a: [{ d: 1, c: null }] })).toBe('{"a":[{"c":null,"d":1}],"b":"\\u003c"}');
});
