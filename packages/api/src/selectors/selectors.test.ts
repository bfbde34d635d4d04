import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseFieldSelector } from './field-selector.ts';
import { LabelMatcher } from './label-matcher.ts';
import type { LabelOperator, LabelRequirement } from './label-requirement.ts';
import { compileLabelSelector, formatLabels, formatLabelSelector } from './label-selector.ts';
import { parseLabelSelector } from './parse-label-selector.ts';

const KEY_SYNTAX =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

describe('parseLabelSelector', () => {
  it.each([
    ['equality', 'a=b', { a: 'b' }, { a: 'c' }],
    ['equality of two signs', 'a==b', { a: 'b' }, {}],
    ['inequality, which an absent label meets', 'a!=b', {}, { a: 'b' }],
    ['a set', 'a in (x, y)', { a: 'y' }, { a: 'z' }],
    ['an excluded set, which an absent label meets', 'a notin (x,y)', {}, { a: 'x' }],
    ['existence', 'a', { a: '' }, { b: '' }],
    ['absence', '!a', { b: '' }, { a: '' }],
    ['more than a number', 'a>9', { a: '10' }, { a: '9' }],
    ['less than a number', 'a<1', { a: '-2' }, { a: 'many' }],
    [
      'numbers that floats cannot tell apart',
      'a>9007199254740992',
      { a: '9007199254740993' },
      { a: '9007199254740992' },
    ],
    ['all requirements at once', 'a,b=1', { a: '', b: '1' }, { a: '', b: '2' }],
    ['an empty value', 'a=', { a: '' }, {}],
    ['an empty value before a comma', 'a=,b', { a: '', b: '' }, { a: 'b', b: '' }],
    ['empty values in a set', 'a in (x,,y)', { a: '' }, { a: 'z' }],
    ['an empty set, which is the empty value', 'a in ()', { a: '' }, { a: 'x' }],
    ['operators as words', 'in in (notin,in)', { in: 'notin' }, { in: 'out' }],
    ['a key that every object inherits', '!constructor', {}, { constructor: '' }],
    ['a key that every object inherits, present', 'toString', { toString: '' }, {}],
  ])('matches %s', (_name, text, matching, other) => {
    const selector = parseLabelSelector(text);
    expect([selector.matches(matching), selector.matches(other)]).toEqual([true, false]);
  });

  it.each([
    ['nothing', '', ''],
    ['requirements in the order of their keys', 'b,a', 'a,b'],
    ['values in order, each once', 'a in (y,x,y)', 'a in (x,y)'],
    ['blanks dropped', ' a  =  b , ! c ', 'a=b,!c'],
    ['the kind of equality kept', 'a==b,c!=d', 'a==b,c!=d'],
    ['comparisons', 'a>1,b<2', 'a>1,b<2'],
  ])('writes %s', (_name, text, canonical) => {
    expect(parseLabelSelector(text).toString()).toBe(canonical);
  });

  it.each([
    ['a comma at the end', 'a,', "found '', expected: identifier after ','"],
    ['a comma at the start', ',a', "found ',', expected: !, identifier, or 'end of string'"],
    ['two words', 'a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a value after an absence', '!a=b', "found '=', expected: ',' or 'end of string'"],
    ['two equalities', 'a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['no set', 'a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['an open set', 'a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['an operator in a set', 'a in (=)', "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    ['no key', '=b', "found '=', expected: !, identifier, or 'end of string'"],
    ['nothing to be absent', '!', "unable to parse requirement: found '', expected: identifier"],
    [
      'a comparison with a word',
      'a>b',
      `unable to parse requirement: values[0]: Invalid value: "b": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
    ['a bad key', '_', `unable to parse requirement: <nil>: Invalid value: "_": ${KEY_SYNTAX}`],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ message, name: 'SelectorError' }));
  });

  it('names the key of a bad value', () => {
    expect(() => parseLabelSelector('a=-')).toThrow(
      'unable to parse requirement: values[0][a]: Invalid value: "-": a valid label',
    );
  });
});

describe('compileLabelSelector', () => {
  it('matches nothing without a selector, and everything with an empty one', () => {
    expect([undefined, {}].map((selector) => compileLabelSelector(selector).matches({ a: 'b' }))).toEqual([
      false,
      true,
    ]);
    expect([undefined, {}].map((selector) => compileLabelSelector(selector).isEmpty())).toEqual([false, true]);
  });

  it('wants labels and expressions both', () => {
    const selector = compileLabelSelector({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['b', 'a'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    });
    expect(selector.toString()).toBe('app=web,!old,tier in (a,b)');
    expect(selector.matches({ app: 'web', tier: 'a' })).toBe(true);
    expect(selector.matches({ app: 'web', tier: 'a', old: '' })).toBe(false);
    expect(selector.exactValue('app')).toBe('web');
    expect(selector.exactValue('tier')).toBeUndefined();
  });

  it.each([
    ['an unknown operator', 'Gt', ['1'], '"Gt" is not a valid label selector operator'],
    [
      'a set without values',
      'In',
      [],
      "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty",
    ],
    [
      'an existence with values',
      'Exists',
      ['v'],
      'values: Invalid value: ["v"]: values set must be empty for exists and does not exist',
    ],
  ])('refuses %s', (_name, operator, values, message) => {
    const selector = { matchExpressions: [{ key: 'a', operator, values }] };
    expect(() => compileLabelSelector(selector)).toThrow(expect.objectContaining({ message }));
    expect(formatLabelSelector(selector)).toBe('<error>');
  });

  it('is shown in tables', () => {
    expect(formatLabelSelector({ matchLabels: { b: '1', a: '2' } })).toBe('a=2,b=1');
    expect([formatLabelSelector(undefined), formatLabelSelector({}), formatLabels(undefined)]).toEqual([
      '<none>',
      '<none>',
      '<none>',
    ]);
    expect(formatLabels({ b: '1', a: '2' })).toBe('a=2,b=1');
  });
});

describe('parseFieldSelector', () => {
  it.each([
    ['equality', 'metadata.name=x', [['metadata.name', '=', 'x']], 'metadata.name=x'],
    ['equality of two signs', 'metadata.name==x', [['metadata.name', '=', 'x']], 'metadata.name=x'],
    ['inequality', 'spec.nodeName!=y', [['spec.nodeName', '!=', 'y']], 'spec.nodeName!=y'],
    [
      'several, in order',
      'b=1,a!=2',
      [
        ['a', '!=', '2'],
        ['b', '=', '1'],
      ],
      'a!=2,b=1',
    ],
    ['escapes', 'a=x\\,y\\=z\\\\', [['a', '=', 'x,y=z\\']], 'a=x\\,y\\=z\\\\'],
    ['an empty value', 'spec.nodeName=', [['spec.nodeName', '=', '']], 'spec.nodeName='],
    ['nothing', '', [], ''],
    ['commas alone', ',,', [], ''],
    ['an operator alone', '=', [], ''],
  ])('reads %s', (_name, text, requirements, canonical) => {
    const selector = parseFieldSelector(text);
    expect(selector.requirements.map(({ field, operator, value }) => [field, operator, value])).toEqual(requirements);
    expect(selector.toString()).toBe(canonical);
  });

  it.each([
    ['no operator', 'a,b=1', "invalid selector: 'a,b=1'; can't understand 'a'"],
    ['a second equals sign', 'a=b=c', 'invalid field selector: unescaped character in value: 61'],
    ['an unknown escape', 'a=\\x', 'invalid field selector: invalid escape sequence: \\x'],
    ['a backslash at the end', 'a=\\', 'invalid field selector: invalid escape sequence: \\'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parseFieldSelector(text)).toThrow(expect.objectContaining({ message, name: 'SelectorError' }));
  });

  it('matches by what the caller says the fields are', () => {
    const selector = parseFieldSelector('metadata.name=x,spec.nodeName!=');
    const valueOf = (fields: Record<string, string>) => (field: string) => fields[field] ?? '';
    expect(selector.matches(valueOf({ 'metadata.name': 'x', 'spec.nodeName': 'n' }))).toBe(true);
    expect(selector.matches(valueOf({ 'metadata.name': 'x' }))).toBe(false);
    expect(selector.exactValue('metadata.name')).toBe('x');
    expect(selector.exactValue('spec.nodeName')).toBeUndefined();
  });
});

describe('selectors of every kind', () => {
  const key = fc.constantFrom('a', 'b', 'in', 'x.io/y');
  const value = fc.constantFrom('', '1', '2', '10', 'v', 'notin');
  const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
    fc.record({ key, operator: fc.constantFrom<LabelOperator>('=', '==', '!='), values: fc.tuple(value) }),
    fc.record({
      key,
      operator: fc.constantFrom<LabelOperator>('in', 'notin'),
      values: fc.uniqueArray(value, { minLength: 1 }),
    }),
    fc.record({ key, operator: fc.constantFrom<LabelOperator>('exists', '!'), values: fc.constant([]) }),
    fc.record({
      key,
      operator: fc.constantFrom<LabelOperator>('gt', 'lt'),
      values: fc.tuple(fc.constantFrom('1', '9', '03')),
    }),
  );
  const labels = fc.dictionary(key, value);

  it('read back what they write', () => {
    fc.assert(
      fc.property(fc.array(requirement, { maxLength: 4 }), labels, (requirements, set) => {
        const selector = new LabelMatcher(requirements);
        const again = parseLabelSelector(selector.toString());
        expect(again.toString()).toBe(selector.toString());
        expect(again.matches(set)).toBe(selector.matches(set));
      }),
    );
  });

  it('match what a plain reading of each requirement matches', () => {
    const naive = ({ key: name, operator, values }: LabelRequirement, set: Record<string, string>): boolean => {
      const found = Object.entries(set).find(([label]) => label === name)?.[1];
      const isAmong = found !== undefined && values.some((candidate) => candidate === found);
      switch (operator) {
        case '=':
        case '==':
        case 'in':
          return isAmong;
        case '!=':
        case 'notin':
          return !isAmong;
        case 'exists':
          return found !== undefined;
        case '!':
          return found === undefined;
        case 'gt':
          return found !== undefined && /^\d+$/.test(found) && Number(found) > Number(values[0]);
        case 'lt':
          return found !== undefined && /^\d+$/.test(found) && Number(found) < Number(values[0]);
      }
    };
    fc.assert(
      fc.property(fc.array(requirement, { maxLength: 4 }), labels, (requirements, set) => {
        expect(new LabelMatcher(requirements).matches(set)).toBe(requirements.every((each) => naive(each, set)));
      }),
    );
  });

  it('of fields read back what they write, whatever the values', () => {
    const term = fc.tuple(fc.constantFrom('metadata.name', 'spec.nodeName'), fc.constantFrom('=', '!='), fc.string());
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), (terms) => {
        const text = terms
          .map(([field, operator, text]) => `${field}${operator}${text.replace(/[\\,=]/g, '\\$&')}`)
          .join(',');
        const selector = parseFieldSelector(text);
        expect(selector.requirements).toHaveLength(terms.length);
        expect(parseFieldSelector(selector.toString()).toString()).toBe(selector.toString());
        expect(selector.requirements.map((each) => each.value).sort()).toEqual(terms.map(([, , each]) => each).sort());
      }),
    );
  });
});
