import { describe, expect, it } from 'vitest';
import { validateFieldSelectorRequirement, validateLabelSelector } from './label-selector-validation.ts';
import { FieldPath } from '../status/field-path.ts';

const PATH = FieldPath.of('spec', 'selector');

describe('validateLabelSelector', () => {
  it.each([
    ['a selector of everything', {}, []],
    [
      'labels and requirements',
      { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'a', operator: 'Exists' }] },
      [],
    ],
    [
      'In without values',
      { matchExpressions: [{ key: 'a', operator: 'In' }] },
      [
        "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      ],
    ],
    [
      'Exists with values',
      { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] },
      [
        "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      ],
    ],
    [
      'an operator that does not exist',
      { matchExpressions: [{ key: 'a', operator: 'Gt' }] },
      ['spec.selector.matchExpressions[0].operator: Invalid value: "Gt": not a valid selector operator'],
    ],
  ] as const)('%s', (_name, selector, expected) => {
    // An operator can be any text when it arrives.
    expect(validateLabelSelector(PATH, structuredClone(selector) as never).map(String)).toEqual(expected);
  });

  it('a value that is no label value, unless such values are to pass', () => {
    const selector = { matchExpressions: [{ key: 'a', operator: 'In' as const, values: ['no good'] }] };
    expect(validateLabelSelector(PATH, selector).map(String)).toEqual([
      expect.stringMatching(
        /^spec.selector.matchExpressions\[0\].values\[0\]: Invalid value: "no good": a valid label/,
      ),
    ]);
    expect(validateLabelSelector(PATH, selector, { allowInvalidValues: true })).toEqual([]);
  });
});

describe('validateFieldSelectorRequirement', () => {
  it('a requirement without a key', () => {
    expect(validateFieldSelectorRequirement(PATH, { key: '', operator: 'Exists' }).map(String)).toEqual([
      'spec.selector.key: Required value: must be specified',
    ]);
  });
});
