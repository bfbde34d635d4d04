import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { JsonError, parseJson } from './parse-json.ts';

const parse = (text: string): ReturnType<typeof parseJson> => parseJson(Buffer.from(text));

describe('parseJson', () => {
  it.each([
    ['one twice', '{"a":1,"a":2}', { a: 2 }, ['a']],
    ['three times, once reported', '{"a":1,"a":2,"a":3}', { a: 3 }, ['a']],
    ['deep in lists', '{"spec":{"c":[{},{"n":1,"n":2}]}}', { spec: { c: [{}, { n: 2 }] } }, ['spec.c[1].n']],
    ['at the root of a list', '[{"a":1,"a":2}]', [{ a: 2 }], ['[0].a']],
    ['written with escapes', '{"\\u0061":1 , "a" : 2}', { a: 2 }, ['a']],
    ['with braces and quotes in strings', '{"a":"}\\"{:,","b":[":",1],"b":2}', { a: '}"{:,', b: 2 }, ['b']],
    ['inside a member that itself comes twice', '{"a":{"b":1,"b":1},"a":null}', { a: null }, ['a.b', 'a']],
    ['that are quoted in the message', '{"\\"":1,"\\"":2}', { '"': 2 }, ['\\"']],
  ])('reports members given twice: %s', (_name, text, value, paths) => {
    expect(parse(text)).toEqual({ value, duplicates: paths.map((path) => `duplicate field "${path}"`) });
  });

  it('reports a hundred of them and no more', () => {
    const members = Array.from({ length: 300 }, (_, index) => `"k${index}":1,"k${index}":2`);
    expect(parse(`{${members.join(',')}}`).duplicates).toHaveLength(100);
  });

  it('takes keys that name parts of objects for ordinary keys', () => {
    const { value } = parse('{"__proto__":{"polluted":true},"constructor":1,"s":"\\ud800"}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 's']);
    expect((value as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('replaces halves of surrogate pairs, and leaves whole ones', () => {
    expect(parse('["\\ud83d\\ude00",{"\\uDC00":"a\\ud800b"}]').value).toEqual(['😀', { '\ufffd': 'a\ufffdb' }]);
  });

  it.each([
    ['nothing', '', 'unexpected end of JSON input'],
    ['an open object', '{"a":1', 'unexpected end of JSON input'],
    ['an open string', '{"a', 'unexpected end of JSON input'],
    ['a word cut off', 'tru', "invalid character ' ' in literal true (expecting 'e')"],
    ['a bare word', '{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['single quotes', "{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['a comma at the end of an object', '{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['a comma at the end of a list', '[1,]', "invalid character ']' looking for beginning of value"],
    ['a missing colon', '{"a" 1}', "invalid character '1' after object key"],
    ['a missing comma in an object', '{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
    ['a missing comma in a list', '[1 2]', "invalid character '2' after array element"],
    ['the wrong bracket', '[1}', "invalid character '}' after array element"],
    ['something after the end', '{} x', "invalid character 'x' after top-level value"],
    ['a leading zero', '01', "invalid character '1' after top-level value"],
    ['a bare minus', '-a', "invalid character 'a' in numeric literal"],
    ['a bare point', '1.a', "invalid character 'a' after decimal point in numeric literal"],
    ['a bare exponent', '1e+a', "invalid character 'a' in exponent of numeric literal"],
    ['a line break in a string', '"a\n"', "invalid character '\\n' in string literal"],
    ['an unknown escape', '"\\x"', "invalid character 'x' in string escape code"],
    ['a short code', '"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['a letter outside ASCII, by its first byte', 'é', "invalid character 'Ã' looking for beginning of value"],
    ['NaN', '[NaN]', "invalid character 'N' looking for beginning of value"],
    ['a number past all floats', '[1e400]', 'json: cannot unmarshal number into Go value of type float64'],
  ])("refuses %s in the words of Go's decoder", (_name, text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ message, name: 'JsonError' }));
  });

  it.each([[[0x22, 0xff, 0x22]], [[0x22, 0xc0, 0x80, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]]])(
    'refuses bytes that are not UTF-8: %j',
    (bytes) => {
      expect(() => parseJson(Uint8Array.from(bytes))).toThrow('invalid UTF-8');
    },
  );

  it('bounds how deep JSON nests, before it is parsed', () => {
    const nested = (depth: number): string => '[{"a":'.repeat(depth / 2) + '0' + '}]'.repeat(depth / 2);
    expect(parse(nested(1000)).duplicates).toEqual([]);
    expect(() => parse(nested(1002))).toThrow('exceeded max depth');
    expect(() => parse('['.repeat(3_000_000))).toThrow('exceeded max depth');
    expect(() => parseJson(Buffer.from('[[1]]'), { maxDepth: 1 })).toThrow('exceeded max depth');
  });

  it('reads a part of a larger buffer', () => {
    expect(parseJson(new Uint8Array(Buffer.from('xx{"a":1}yy')).subarray(2, 9)).value).toEqual({ a: 1 });
  });
});

describe('any text', () => {
  it('is parsed to what JSON.parse makes of it, with no duplicates seen where there are none', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
        const expected: unknown = JSON.parse(text);
        expect(parse(text)).toEqual({ value: expected, duplicates: [] });
      }),
    );
  });

  it('is refused with a JsonError exactly where JSON.parse refuses it', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '.',
      'e',
      'true',
      'nul',
      ' ',
      '\\',
      'u0041',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        const outcome = attempt(() => parse(text));
        const expected = attempt((): unknown => JSON.parse(text));
        expect(outcome instanceof JsonError).toBe(expected instanceof SyntaxError);
      }),
      { numRuns: 500 },
    );
  });
});

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
