import { describe, expect, it } from 'vitest';
import type { Condition } from './condition.ts';
import { validateConditions } from './condition-validation.ts';
import { FieldPath } from '../status/field-path.ts';

const PATH = FieldPath.of('status', 'conditions');
const READY: Condition = {
  type: 'Ready',
  status: 'True',
  lastTransitionTime: '2026-01-01T00:00:00Z',
  reason: 'AllWell',
  message: '',
};

function errorsOf(...conditions: Partial<Condition>[]): string[] {
  return validateConditions(
    PATH,
    conditions.map((condition) => ({ ...READY, ...condition })),
  ).map(String);
}

describe('validateConditions', () => {
  it('good conditions', () => {
    expect(errorsOf({}, { type: 'example.com/Settled', reason: 'Since_10:00' })).toEqual([]);
  });

  it.each<[string, Partial<Condition>, string]>([
    [
      'a status that is none',
      { status: 'Maybe' },
      'status.conditions[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"',
    ],
    ['no time', { lastTransitionTime: null }, 'status.conditions[0].lastTransitionTime: Required value'],
    ['no reason', { reason: '' }, 'status.conditions[0].reason: Required value'],
    [
      'a negative generation',
      { observedGeneration: -1 },
      'status.conditions[0].observedGeneration: Invalid value: -1: must be greater than or equal to zero',
    ],
  ])('%s', (_name, condition, expected) => {
    expect(errorsOf(condition)).toEqual([expected]);
  });

  it('a reason that is a sentence', () => {
    expect(errorsOf({ reason: 'all is well' })).toEqual([
      expect.stringContaining('a condition reason must start with alphabetic character'),
    ]);
  });

  it('a type that is there twice', () => {
    expect(errorsOf({}, { status: 'False' })).toEqual(['status.conditions[1].type: Duplicate value: "Ready"']);
  });
});
