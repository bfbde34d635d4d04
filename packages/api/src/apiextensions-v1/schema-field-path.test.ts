import { describe, expect, it } from 'vitest';
import { findField } from './schema-field-path.ts';

const STRING = { type: 'string' };
const SCHEMA = {
  properties: {
    spec: { properties: { color: STRING, "it's": STRING } },
    labels: { additionalProperties: STRING },
    list: { items: STRING },
  },
};

describe('findField', () => {
  it.each<[string, string[]]>([
    ['.spec.color', ['spec', 'color']],
    [".labels['a.b']", ['labels', 'a.b']],
    ['.labels.a', ['labels', 'a']],
    [String.raw`['spec']['it\'s']`, ['spec', "it's"]],
    ['', []],
  ])('follows %s', (path, names) => {
    expect(findField(path, SCHEMA, { subscripts: true })).toMatchObject({ names });
  });

  it.each<[string, string]>([
    ['spec', 'expected [ or . but got: spec'],
    ['.spec.', 'unexpected end of JSON path'],
    ['.spec.size', 'does not refer to a valid field'],
    ['.list.a', 'does not refer to a valid field'],
    ['.labels[0]', 'expected single quoted string but got 0'],
    [".labels['a'", 'unexpected end of JSON path'],
    [".labels['a'.", 'expected ] but got .'],
    [String.raw`.labels['\q']`, String.raw`invalid string literal: invalid escape char \q`],
  ])('does not follow %s: %s', (path, problem) => {
    expect(findField(path, SCHEMA, { subscripts: true })).toBe(problem);
  });

  it('knows no subscripts where there are none', () => {
    expect(findField(".labels['a']", SCHEMA, { subscripts: false })).toBe('array notation is not allowed');
  });
});
