import { describe, expect, it } from 'vitest';
import { missingFrom } from './missing-from.ts';

describe('missingFrom', () => {
  it.each([
    { what: 'equal objects', answer: { a: { b: 1 } }, manifest: { a: { b: 1 } }, missing: [] },
    { what: 'what was added', answer: { a: 1, b: 2 }, manifest: { a: 1 }, missing: [] },
    { what: 'a missing field', answer: { a: {} }, manifest: { a: { b: 1 } }, missing: ['a.b'] },
    { what: 'another value', answer: { a: { b: 2 } }, manifest: { a: { b: 1 } }, missing: ['a.b'] },
    { what: 'another type', answer: { a: '1' }, manifest: { a: 1 }, missing: ['a'] },
    { what: 'a list in place of an object', answer: { a: [] }, manifest: { a: { b: 1 } }, missing: ['a'] },
    {
      what: 'elements with keys, wherever they stand',
      answer: { list: [{ name: 'added' }, { name: 'x', value: 1 }] },
      manifest: { list: [{ name: 'x', value: 1 }] },
      missing: [],
    },
    {
      what: 'an element that is gone',
      answer: { list: [{ name: 'added' }] },
      manifest: { list: [{ name: 'x', value: 1 }] },
      missing: ['list[0]'],
    },
    {
      what: 'values in order',
      answer: { list: ['b', 'a'] },
      manifest: { list: ['a', 'b'] },
      missing: ['list[0]', 'list[1]'],
    },
  ])('sees $what', ({ answer, manifest, missing }) => {
    expect(missingFrom(answer, manifest)).toEqual(missing);
  });

  it('knows other spellings', () => {
    expect(missingFrom({ cpu: '1' }, { cpu: '1000m' }, { spellings: { '1000m': '1' } })).toEqual([]);
    expect(missingFrom({ cpu: '2' }, { cpu: '1000m' }, { spellings: { '1000m': '1' } })).toEqual(['cpu']);
  });
});
