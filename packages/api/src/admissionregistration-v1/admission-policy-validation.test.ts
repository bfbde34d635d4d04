import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { validateAdmissionPolicy } from './admission-policy-validation.ts';
import { validatePolicyBinding } from './policy-binding-validation.ts';
import { strategies } from './strategies.ts';
import { ValidatingAdmissionPolicyBinding } from './validating-admission-policy-binding.ts';
import { ValidatingAdmissionPolicy } from './validating-admission-policy.ts';

const RULE = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const GOOD = { matchConstraints: { resourceRules: [RULE] }, validations: [{ expression: 'true' }] };

function defaulted<T extends { kind?: string; metadata: object }>(kind: string, object: T): T {
  const { strategy } = strategies.find(({ resource }) => resource.kind === kind) ?? {};
  strategy?.defaults?.(object);
  return object;
}
const policy = (spec: object): ValidatingAdmissionPolicy =>
  defaulted(
    'ValidatingAdmissionPolicy',
    decodeJson(ValidatingAdmissionPolicy, { metadata: { name: 'p' }, spec: { ...GOOD, ...spec } }).value,
  );
const binding = (spec: object): ValidatingAdmissionPolicyBinding =>
  defaulted(
    'ValidatingAdmissionPolicyBinding',
    decodeJson(ValidatingAdmissionPolicyBinding, {
      spec: { policyName: 'p', validationActions: ['Deny'], ...spec },
    }).value,
  );

describe('validateAdmissionPolicy', () => {
  it.each<[string, object, string[]]>([
    ['a good policy', {}, []],
    ['no constraints', { matchConstraints: null }, ['spec.matchConstraints: Required value']],
    ['no rules', { matchConstraints: {} }, ['spec.matchConstraints.resourceRules: Required value']],
    [
      'nothing to validate',
      { validations: [] },
      [
        'spec.validations: Required value: validations or auditAnnotations must contain at least one item',
        'spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item',
      ],
    ],
    [
      'a validation without an expression',
      { validations: [{ expression: ' ' }] },
      ['spec.validations[0].expression: Required value: expression is not specified'],
    ],
    [
      'a message of two lines',
      { validations: [{ expression: 'true', message: 'a\nb' }] },
      ['spec.validations[0].message: Invalid value: "a\\nb": message must not contain line breaks'],
    ],
    [
      'a reason of its own',
      { validations: [{ expression: 'true', reason: 'Because' }] },
      [
        'spec.validations[0].reason: Unsupported value: "Because": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge"',
      ],
    ],
    [
      'a variable that CEL cannot name',
      { variables: [{ name: 'for', expression: '1' }] },
      ['spec.variables[0].name: Invalid value: "for": name is not a valid CEL identifier'],
    ],
    [
      'parameters of no version',
      { paramKind: { apiVersion: 'a/b/c', kind: 'Limit' } },
      ['spec.paramKind.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'],
    ],
    [
      'an annotation twice',
      {
        auditAnnotations: [
          { key: 'k', valueExpression: '1' },
          { key: 'k', valueExpression: '2' },
        ],
      },
      ['spec.auditAnnotations[1].key: Duplicate value: "k"'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validateAdmissionPolicy(policy(spec)).map(String)).toEqual(expected);
  });
});

describe('validatePolicyBinding', () => {
  it.each<[string, object, string[]]>([
    ['a good binding', {}, []],
    ['no policy', { policyName: '' }, ['spec.policyName: Required value']],
    [
      'no action',
      { validationActions: [] },
      ['spec.validationActions: Required value: at least one validation action is required'],
    ],
    [
      'an action twice',
      { validationActions: ['Audit', 'Audit'] },
      ['spec.validationActions[1]: Duplicate value: "Audit"'],
    ],
    [
      'parameters by name and by selector',
      { paramRef: { name: 'a', selector: {}, parameterNotFoundAction: 'Deny' } },
      [
        'spec.paramRef.name: Forbidden: name and selector are mutually exclusive',
        'spec.paramRef.selector: Forbidden: name and selector are mutually exclusive',
      ],
    ],
    [
      'parameters that nobody may miss',
      { paramRef: { name: 'a' } },
      ['spec.paramRef.parameterNotFoundAction: Required value'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(validatePolicyBinding(binding(spec)).map(String)).toEqual(expected);
  });

  it('refusing and warning at once', () => {
    expect(validatePolicyBinding(binding({ validationActions: ['Deny', 'Warn'] })).map(String)).toEqual([
      expect.stringContaining('must not contain both Deny and Warn'),
    ]);
  });
});
