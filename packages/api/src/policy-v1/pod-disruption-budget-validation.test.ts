import { describe, expect, it } from 'vitest';

import { PodDisruptionBudget } from './pod-disruption-budget.ts';
import { validatePodDisruptionBudget, validatePodDisruptionBudgetStatus } from './pod-disruption-budget-validation.ts';
import { decodeJson } from '../schema/decode-json.ts';

const budget = (spec: object, status: object = {}): PodDisruptionBudget =>
  decodeJson(PodDisruptionBudget, { metadata: { name: 'b', namespace: 'default' }, spec, status }).value;
const selector = { matchLabels: { app: 'web' } };

describe('validatePodDisruptionBudget', () => {
  it.each([
    ['a number', { minAvailable: 1, selector }, []],
    ['a percentage', { maxUnavailable: '100%', selector }, []],
    ['no limit', { selector }, []],
    [
      'two limits',
      { minAvailable: 1, maxUnavailable: '10%', selector },
      [
        'spec: Invalid value: {"MinAvailable":1,"Selector":{"matchLabels":{"app":"web"}},"MaxUnavailable":"10%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
      ],
    ],
    [
      'a negative number',
      { minAvailable: -1 },
      ['spec.minAvailable: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'more than everything',
      { maxUnavailable: '101%' },
      ['spec.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
    ],
    [
      'a text that is no percentage',
      { maxUnavailable: 'few' },
      [
        `spec.maxUnavailable: Invalid value: "few": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`,
      ],
    ],
    [
      'a policy that is none',
      { unhealthyPodEvictionPolicy: 'Maybe' },
      [
        'spec.unhealthyPodEvictionPolicy: Unsupported value: "Maybe": supported values: "AlwaysAllow", "IfHealthyBudget"',
      ],
    ],
    [
      'a selector with an operator that is none',
      { selector: { matchExpressions: [{ key: 'a', operator: 'Is', values: ['b'] }] } },
      ['spec.selector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator'],
    ],
  ])('judges %s', (_name, spec, messages) => {
    expect(validatePodDisruptionBudget(budget(spec)).map(String)).toEqual(messages);
  });

  it('lets label values that are none stay in a selector, but not in', () => {
    const old = budget({ selector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b c'] }] } });
    expect(validatePodDisruptionBudget(old)).toHaveLength(1);
    expect(validatePodDisruptionBudget(old, old)).toEqual([]);
  });
});

describe('validatePodDisruptionBudgetStatus', () => {
  it('refuses negative counts', () => {
    const errors = validatePodDisruptionBudgetStatus(budget({}, { disruptionsAllowed: -1, expectedPods: -2 }));
    expect(errors.map(String)).toEqual([
      'status.disruptionsAllowed: Invalid value: -1: must be greater than or equal to 0',
      'status.expectedPods: Invalid value: -2: must be greater than or equal to 0',
    ]);
  });
});
