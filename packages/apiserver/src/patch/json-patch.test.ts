import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asStatusError } from '@wherry/api';
import { applyJsonPatch, readJsonPatch } from './json-patch.ts';

function patched(document: unknown, operations: unknown): unknown {
  return applyJsonPatch(document, readJsonPatch(operations));
}

function failure(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe('applyJsonPatch', () => {
  // Where the numbers stand, the examples are those of RFC 6902, appendix A.
  it.each([
    ['A.1 adding a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
    [
      'A.2 adding an item',
      { foo: ['bar', 'baz'] },
      [{ op: 'add', path: '/foo/1', value: 'qux' }],
      { foo: ['bar', 'qux', 'baz'] },
    ],
    ['A.3 removing a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
    [
      'A.4 removing an item',
      { foo: ['bar', 'qux', 'baz'] },
      [{ op: 'remove', path: '/foo/1' }],
      { foo: ['bar', 'baz'] },
    ],
    ['A.5 replacing a value', { baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
    [
      'A.6 moving a value',
      { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
      [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
      { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
    ],
    [
      'A.7 moving an item',
      { foo: ['all', 'grass', 'cows', 'eat'] },
      [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
      { foo: ['all', 'cows', 'eat', 'grass'] },
    ],
    [
      'A.8 tests that succeed',
      { baz: 'qux', foo: ['a', 2, 'c'] },
      [
        { op: 'test', path: '/baz', value: 'qux' },
        { op: 'test', path: '/foo/1', value: 2 },
      ],
      { baz: 'qux', foo: ['a', 2, 'c'] },
    ],
    [
      'A.10 adding a nested object',
      { foo: 'bar' },
      [{ op: 'add', path: '/child', value: { grandchild: {} } }],
      { foo: 'bar', child: { grandchild: {} } },
    ],
    [
      'A.11 ignoring unknown fields',
      { foo: 'bar' },
      [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 }],
      { foo: 'bar', baz: 'qux' },
    ],
    [
      'A.14 escapes in the order that matters',
      { '/': 9, '~1': 10 },
      [{ op: 'test', path: '/~01', value: 10 }],
      { '/': 9, '~1': 10 },
    ],
    [
      'A.16 adding a list to a list',
      { foo: ['bar'] },
      [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
      { foo: ['bar', ['abc', 'def']] },
    ],
    ['a slash in a key', { 'a/b': 1 }, [{ op: 'remove', path: '/a~1b' }], {}],
    ['a place behind the last item', { a: [1] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2] }],
    ['positions from the end', { a: [1, 2, 3] }, [{ op: 'remove', path: '/a/-1' }], { a: [1, 2] }],
    [
      'a copy that does not change with its original',
      { a: { b: 1 } },
      [
        { op: 'copy', from: '/a', path: '/c' },
        { op: 'add', path: '/a/b', value: 2 },
      ],
      { a: { b: 2 }, c: { b: 1 } },
    ],
    [
      'the whole document',
      { a: 1 },
      [
        { op: 'replace', path: '', value: { b: 2 } },
        { op: 'test', path: '', value: { b: 2 } },
      ],
      { b: 2 },
    ],
    ['replacing what is not there, which adds it', {}, [{ op: 'replace', path: '/a', value: 1 }], { a: 1 }],
    ['a test for the absence of a member', {}, [{ op: 'test', path: '/a', value: null }], {}],
    ['a missing value, which is null', {}, [{ op: 'add', path: '/a' }], { a: null }],
    [
      'objects that are equal in another order',
      { a: { x: 1, y: [2] } },
      [{ op: 'test', path: '/a', value: { y: [2], x: 1 } }],
      { a: { x: 1, y: [2] } },
    ],
    ['no operations', { a: 1 }, [], { a: 1 }],
  ])('%s', (_name, document, operations, result) => {
    expect(patched(document, operations)).toEqual(result);
  });

  it.each([
    ['A.9 a test that fails', { baz: 'qux' }, { op: 'test', path: '/baz', value: 'bar' }, 'test failed'],
    [
      'A.12 adding under what is not there',
      { foo: 'bar' },
      { op: 'add', path: '/baz/bat', value: 1 },
      'doc is missing path: "/baz/bat"',
    ],
    ['A.15 text that looks like the number', { '~1': 10 }, { op: 'test', path: '/~01', value: '10' }, 'test failed'],
    ['an unknown operation', {}, { op: 'spam', path: '/a' }, 'Unexpected kind: spam'],
    ['no operation', {}, { path: '/a' }, 'Unexpected kind: unknown'],
    ['no path', {}, { op: 'add', value: 1 }, 'operation missing path field'],
    ['no origin', {}, { op: 'move', path: '/a' }, 'operation missing from field'],
    ['removing what is not there', {}, { op: 'remove', path: '/a' }, 'Unable to remove nonexistent key: a'],
    ['a place past the end', { a: [1] }, { op: 'add', path: '/a/2', value: 1 }, 'Unable to access invalid index: 2'],
    ['a place before the start', { a: [1] }, { op: 'remove', path: '/a/-2' }, 'Unable to access invalid index: -2'],
    [
      'a word for a position',
      { a: [1] },
      { op: 'add', path: '/a/x', value: 1 },
      "value was not a proper array index: 'x'",
    ],
    [
      'the end of a list, where nothing is',
      { a: [1] },
      { op: 'remove', path: '/a/-' },
      "value was not a proper array index: '-'",
    ],
    ['a way through text', { a: 'text' }, { op: 'add', path: '/a/length', value: 1 }, 'doc is missing path'],
    ['adding the whole document', {}, { op: 'add', path: '', value: {} }, 'doc is missing path'],
    ['a document that is no object', {}, { op: 'replace', path: '', value: 5 }, 'must be object or array'],
    ['what objects inherit', {}, { op: 'copy', from: '/constructor/name', path: '/a' }, 'doc is missing path'],
  ])('refuses %s', (_name, document, operation, why) => {
    const error = failure(() => patched(document, [operation]));
    expect(asStatusError(error)?.toStatus()).toMatchObject({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
    });
    expect(String((error as Error).cause)).toContain(why);
  });

  it('changes nothing when one operation fails, nor ever what it is given', () => {
    const document = { a: [1, { b: 2 }] };
    const operations = [
      { op: 'add', path: '/a/0', value: { c: [] } },
      { op: 'add', path: '/a/0/c/-', value: 1 },
    ];
    expect(patched(document, operations)).toEqual({ a: [{ c: [1] }, 1, { b: 2 }] });
    failure(() => patched(document, [...operations, { op: 'test', path: '/a', value: 0 }]));
    expect(document).toEqual({ a: [1, { b: 2 }] });
    expect(operations[0]).toEqual({ op: 'add', path: '/a/0', value: { c: [] } });
  });

  it('takes `__proto__` for a member like any other', () => {
    const result = patched({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }]) as Record<
      string,
      unknown
    >;
    expect(Object.keys(result)).toEqual(['__proto__']);
    expect(result['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('bounds what copies add up to', () => {
    const double = { op: 'copy', from: '/a', path: '/a/-' };
    const error = failure(() =>
      patched(
        { a: ['x'.repeat(100)] },
        Array.from({ length: 30 }, () => double),
      ),
    );
    expect(String((error as Error).cause)).toContain('exceeding the limit 3145728');
  });

  it('bounds the depth that moves can reach', () => {
    const deeper = [
      { op: 'add', path: '/b', value: {} },
      { op: 'move', from: '/a', path: '/b/a' },
      { op: 'move', from: '/b', path: '/a' },
    ];
    const rounds = (count: number): unknown[] => Array.from({ length: count }, () => deeper).flat();
    expect(failure(() => patched({ a: 1 }, rounds(900)))).not.toBeInstanceOf(Error);
    expect(String((failure(() => patched({ a: 1 }, rounds(3000))) as Error).cause)).toContain('exceeded max depth');
  });

  it('bounds how much it moves within lists', () => {
    const shift = { op: 'add', path: '/a/0', value: 0 };
    const document = { a: Array.from({ length: 50_000 }, () => 0) };
    const error = failure(() =>
      patched(
        document,
        Array.from({ length: 10_000 }, () => shift),
      ),
    );
    expect(String((error as Error).cause)).toContain('move too many list items');
  });
});

describe('readJsonPatch', () => {
  it.each([
    [
      'an object',
      {},
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    ],
    [
      'a list of numbers',
      [1],
      'error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp',
    ],
    [
      'a path that is no text',
      [{ path: [] }],
      'error decoding patch: json: cannot unmarshal array into Go struct field jsonPatchOp.path of type string',
    ],
  ])('refuses %s', (_name, body, message) => {
    expect(() => readJsonPatch(body)).toThrow(expect.objectContaining({ message, name: 'PatchFormatError' }));
  });

  it('refuses more than ten thousand operations', () => {
    const operations = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '' }));
    expect(asStatusError(failure(() => readJsonPatch(operations)))).toMatchObject({
      code: 413,
      message: 'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    });
    expect(readJsonPatch(operations.slice(1)).operations).toHaveLength(10_000);
  });

  it('names the fields that no operation has', () => {
    expect(readJsonPatch([{ op: 'test', path: '' }, { x: 1 }]).unknown).toEqual(['json patch unknown field "[1].x"']);
  });
});

describe('patches of every kind', () => {
  const key = fc.constantFrom('a', 'b', 'a/b', '~1', '__proto__', '0');
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(null, 0, 1, '', 'x', true),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(key, tie('json'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  const document = fc.dictionary(key, json, { maxKeys: 4, noNullPrototype: true });
  const pointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

  it('turn any object into any other, member by member', () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        const operations = [
          ...Object.keys(before).map((name) => ({ op: 'remove', path: pointer(name) })),
          ...Object.entries(after).map(([name, value]) => ({ op: 'add', path: pointer(name), value })),
          { op: 'test', path: '', value: after },
        ];
        expect(patched(before, operations)).toEqual(after);
      }),
    );
  });

  it('undo themselves: a member moved away and back, an item added and removed', () => {
    fc.assert(
      fc.property(document, fc.array(json), fc.nat(), json, (before, items, at, value) => {
        const list = { ...before, list: items };
        const place = `/list/${at % (items.length + 1)}`;
        const operations = [
          { op: 'add', path: place, value },
          { op: 'test', path: place, value },
          { op: 'remove', path: place },
          { op: 'move', from: '/list', path: '/elsewhere' },
          { op: 'move', from: '/elsewhere', path: '/list' },
        ];
        expect(patched(list, operations)).toEqual(list);
      }),
    );
  });
});
