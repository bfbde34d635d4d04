import { describe, expect, it } from 'vitest';

import { FieldError, formatFieldErrors } from './field-error.ts';
import { FieldPath } from './field-path.ts';

describe('FieldPath', () => {
  it.each([
    ['one field', FieldPath.of('spec'), 'spec'],
    [
      'several fields at once',
      FieldPath.of('spec', 'template').child('spec', 'containers'),
      'spec.template.spec.containers',
    ],
    ['a list item and its field', FieldPath.of('spec', 'containers').index(0).child('name'), 'spec.containers[0].name'],
    ['a map entry with dots in its key', FieldPath.of('data').key('a.b'), 'data[a.b]'],
    ['a list in a list', FieldPath.of('a').index(1).index(2), 'a[1][2]'],
  ])('spells %s', (_name, path, text) => {
    expect(path.toString()).toBe(text);
  });

  it('shares its beginning with others without changing them', () => {
    const containers = FieldPath.of('spec', 'containers');
    expect([containers.index(0), containers.index(1), containers].map(String)).toEqual([
      'spec.containers[0]',
      'spec.containers[1]',
      'spec.containers',
    ]);
  });
});

const at = FieldPath.of('f');

describe('FieldError', () => {
  it.each([
    ['not found', FieldError.notFound(at, 'v'), 'FieldValueNotFound', 'f: Not found: "v"'],
    ['required', FieldError.required(at), 'FieldValueRequired', 'f: Required value'],
    ['required, with detail', FieldError.required(at, 'd'), 'FieldValueRequired', 'f: Required value: d'],
    ['duplicate', FieldError.duplicate(at, 80), 'FieldValueDuplicate', 'f: Duplicate value: 80'],
    ['duplicate object', FieldError.duplicate(at, { a: 1 }), 'FieldValueDuplicate', 'f: Duplicate value: {"a":1}'],
    ['invalid string', FieldError.invalid(at, 'a"b\n', 'd'), 'FieldValueInvalid', 'f: Invalid value: "a\\"b\\n": d'],
    ['invalid number', FieldError.invalid(at, -1, 'd'), 'FieldValueInvalid', 'f: Invalid value: -1: d'],
    ['invalid boolean', FieldError.invalid(at, true, 'd'), 'FieldValueInvalid', 'f: Invalid value: true: d'],
    ['invalid null', FieldError.invalid(at, null, 'd'), 'FieldValueInvalid', 'f: Invalid value: null: d'],
    ['invalid nothing', FieldError.invalid(at, undefined, 'd'), 'FieldValueInvalid', 'f: Invalid value: null: d'],
    [
      'invalid large integer',
      FieldError.invalid(at, 2n ** 62n, ''),
      'FieldValueInvalid',
      'f: Invalid value: 4611686018427387904',
    ],
    [
      'invalid object, escaped for HTML as Go does',
      FieldError.invalid(at, { a: '<&>', b: [1n] }, 'd'),
      'FieldValueInvalid',
      'f: Invalid value: {"a":"\\u003c\\u0026\\u003e","b":[1]}: d',
    ],
    ['wrong type', FieldError.typeInvalid(at, 'v', 'd'), 'FieldValueTypeInvalid', 'f: Invalid value: "v": d'],
    [
      'not supported',
      FieldError.notSupported(at, 'v', ['b', 'a']),
      'FieldValueNotSupported',
      'f: Unsupported value: "v": supported values: "b", "a"',
    ],
    [
      'not supported, with no list',
      FieldError.notSupported(at, 'v', []),
      'FieldValueNotSupported',
      'f: Unsupported value: "v"',
    ],
    ['forbidden', FieldError.forbidden(at, 'd'), 'FieldValueForbidden', 'f: Forbidden: d'],
    ['too long', FieldError.tooLong(at, 5), 'FieldValueTooLong', 'f: Too long: may not be more than 5 bytes'],
    ['too long by one', FieldError.tooLong(at, 1), 'FieldValueTooLong', 'f: Too long: may not be more than 1 byte'],
    ['too long for an unnamed limit', FieldError.tooLong(at), 'FieldValueTooLong', 'f: Too long: value is too long'],
    [
      'too many',
      FieldError.tooMany(at, { actual: 3, max: 2 }),
      'FieldValueTooMany',
      'f: Too many: 3: must have at most 2 items',
    ],
    [
      'too many for one',
      FieldError.tooMany(at, { actual: 2, max: 1 }),
      'FieldValueTooMany',
      'f: Too many: 2: must have at most 1 item',
    ],
    [
      'too many of an unnamed count',
      FieldError.tooMany(at, { max: 2 }),
      'FieldValueTooMany',
      'f: Too many: must have at most 2 items',
    ],
    [
      'too many for an unnamed limit',
      FieldError.tooMany(at, { actual: 3 }),
      'FieldValueTooMany',
      'f: Too many: 3: has too many items',
    ],
    ['internal', FieldError.internal(at, new Error('boom')), 'InternalError', 'f: Internal error: boom'],
  ])('says %s', (_name, error, type, text) => {
    expect(error.type).toBe(type);
    expect(error.toString()).toBe(text);
  });
});

describe('formatFieldErrors', () => {
  const one = FieldError.required('a');
  const two = FieldError.required('b');
  it.each([
    ['nothing', [], ''],
    ['one error bare', [one], 'a: Required value'],
    ['several in brackets, in order', [two, one], '[b: Required value, a: Required value]'],
    ['repeats once', [one, two, one], '[a: Required value, b: Required value]'],
    ['repeats of one error bare', [one, one], 'a: Required value'],
  ])('writes %s', (_name, errors, text) => {
    expect(formatFieldErrors(errors)).toBe(text);
  });
});
