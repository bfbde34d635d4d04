import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { applyMergePatch } from './merge-patch.ts';

describe('applyMergePatch', () => {
  // The table of RFC 7386, appendix A, as far as it is about objects.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (document, patch, result) => {
    expect(applyMergePatch(document, patch)).toEqual(result);
  });

  it.each([
    ['nulls as items are kept', {}, { a: [null, 1] }, { a: [null, 1] }],
    ['nulls in objects in new lists are dropped', { a: [] }, { a: [{ b: null }] }, { a: [{}] }],
    ['a list in the place of an object is taken as it is', { a: {} }, { a: [{ b: null }] }, { a: [{ b: null }] }],
    ['an object in the place of a text loses its nulls', { a: 'x' }, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  ])('%s', (_name, document, patch, result) => {
    expect(applyMergePatch(document, patch)).toEqual(result);
  });

  it.each([
    ['null', null, 'Invalid JSON Patch'],
    ['a list', [], 'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}'],
    [
      'a text',
      'x',
      'error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}',
    ],
    ['true', true, 'error decoding patch: json: cannot unmarshal bool into Go value of type map[string]interface {}'],
  ])('refuses %s', (_name, patch, message) => {
    expect(() => applyMergePatch({}, patch)).toThrow(expect.objectContaining({ message, name: 'PatchFormatError' }));
  });

  it('takes `__proto__` for a member like any other', () => {
    const result = applyMergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(Object.keys(result)).toEqual(['__proto__']);
    expect(result['polluted']).toBeUndefined();
  });
});

describe('merge patches of every kind', () => {
  const key = fc.constantFrom('a', 'b', 'c', '__proto__');
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(null, 0, 'x'),
      fc.array(fc.constantFrom(0, 'x'), { maxLength: 2 }),
      fc.dictionary(key, tie('json'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  const object = fc.dictionary(key, json, { maxKeys: 4, noNullPrototype: true });

  it('are idempotent, and leave their arguments as they are', () => {
    fc.assert(
      fc.property(object, object, (document, patch) => {
        const before = JSON.stringify([document, patch]);
        const once = applyMergePatch(document, patch);
        expect(applyMergePatch(once, patch)).toEqual(once);
        expect(JSON.stringify([document, patch])).toBe(before);
      }),
    );
  });

  it('change nothing when they are empty, and everything that they name', () => {
    fc.assert(
      fc.property(object, object, (document, patch) => {
        expect(applyMergePatch(document, {})).toEqual(document);
        const result = applyMergePatch(document, patch);
        for (const [name, value] of Object.entries(patch)) {
          expect(Object.hasOwn(result, name)).toBe(value !== null);
        }
      }),
    );
  });
});
