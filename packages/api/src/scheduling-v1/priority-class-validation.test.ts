import { describe, expect, it } from 'vitest';

import { PriorityClass } from './priority-class.ts';
import { validatePriorityClass, validatePriorityClassUpdate } from './priority-class-validation.ts';
import { decodeJson } from '../schema/decode-json.ts';

const priorityClass = (name: string, rest: object): PriorityClass =>
  decodeJson(PriorityClass, { metadata: { name }, ...rest }).value;

const reserved =
  "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: ";

describe('validatePriorityClass', () => {
  it.each([
    ['a class', priorityClass('high', { value: 1000 }), []],
    ['a system class', priorityClass('system-node-critical', { value: 2_000_001_000 }), []],
    [
      'a value that is too high',
      priorityClass('high', { value: 1_000_000_001 }),
      ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    ],
    [
      'a reserved name',
      priorityClass('system-x', { value: 1 }),
      [`${reserved}system-x is not a known system priority class`],
    ],
    [
      'a system class with another value',
      priorityClass('system-node-critical', { value: 1 }),
      [`${reserved}value of system-node-critical PriorityClass must be 2000001000`],
    ],
    [
      'an unknown policy',
      priorityClass('high', { value: 1, preemptionPolicy: 'Sometimes' }),
      ['preemptionPolicy: Unsupported value: "Sometimes": supported values: "PreemptLowerPriority", "Never"'],
    ],
  ])('judges %s', (_name, object, messages) => {
    expect(validatePriorityClass(object).map(String)).toEqual(messages);
  });
});

describe('validatePriorityClassUpdate', () => {
  it('refuses another value and another policy, also against the default one', () => {
    const errors = validatePriorityClassUpdate(
      priorityClass('high', { value: 2, preemptionPolicy: 'Never' }),
      priorityClass('high', { value: 1 }),
    );
    expect(errors.map(String)).toEqual([
      'value: Forbidden: may not be changed in an update.',
      'preemptionPolicy: Invalid value: "Never": field is immutable',
    ]);
  });
});
