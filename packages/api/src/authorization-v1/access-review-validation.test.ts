import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import {
  validateLocalSubjectAccessReview,
  validateSelfSubjectAccessReview,
  validateSubjectAccessReview,
} from './access-review-validation.ts';
import { LocalSubjectAccessReview } from './local-subject-access-review.ts';
import { SelfSubjectAccessReview } from './self-subject-access-review.ts';
import { SubjectAccessReview } from './subject-access-review.ts';

const PODS = { verb: 'get', resource: 'pods', namespace: 'a' };

describe('validateSubjectAccessReview', () => {
  it.each<[string, object, string[]]>([
    ['pods of a user', { spec: { user: 'ann', resourceAttributes: PODS } }, []],
    [
      'nothing of nobody',
      {},
      [
        'spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
        'spec.user: Invalid value: "": at least one of user or group must be specified',
      ],
    ],
    [
      'two requests at once',
      { spec: { user: 'ann', resourceAttributes: PODS, nonResourceAttributes: { path: '/' } } },
      [
        'spec.nonResourceAttributes: Invalid value: {"path":"/"}: cannot be specified in combination with resourceAttributes',
      ],
    ],
    [
      'a name',
      { metadata: { name: 'x' }, spec: { user: 'ann', resourceAttributes: PODS } },
      ['metadata: Invalid value: {"name":"x"}: must be empty'],
    ],
  ])('%s', (_name, json, expected) => {
    expect(validateSubjectAccessReview(decodeJson(SubjectAccessReview, json).value).map(String)).toEqual(expected);
  });
});

describe('validateSelfSubjectAccessReview', () => {
  const errorsOf = (more: object): string[] => {
    const { value } = decodeJson(SelfSubjectAccessReview, { spec: { resourceAttributes: { ...PODS, ...more } } });
    return validateSelfSubjectAccessReview(value).map(String);
  };

  it('a selector that says nothing', () => {
    expect(errorsOf({ fieldSelector: {} })).toEqual([
      'spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required',
    ]);
  });

  it('a selector that is said twice', () => {
    const twice = { rawSelector: 'a=b', requirements: [{ key: 'a', operator: 'In', values: ['b'] }] };
    expect(errorsOf({ labelSelector: twice })).toEqual([
      'spec.resourceAttributes.labelSelector.rawSelector: Invalid value: "a=b": may not specified at the same time as requirements',
    ]);
  });

  it('an operator of a later release passes', () => {
    expect(errorsOf({ fieldSelector: { requirements: [{ key: 'a', operator: 'Like', values: ['b'] }] } })).toEqual([]);
  });
});

describe('validateLocalSubjectAccessReview', () => {
  const errorsOf = (namespace: string, spec: object): string[] =>
    validateLocalSubjectAccessReview(
      decodeJson(LocalSubjectAccessReview, { metadata: { namespace }, spec: { user: 'ann', ...spec } }).value,
    ).map(String);

  it('its own namespace', () => {
    expect(errorsOf('a', { resourceAttributes: PODS })).toEqual([]);
  });

  it('another namespace', () => {
    expect(errorsOf('b', { resourceAttributes: PODS })).toEqual([
      'spec.resourceAttributes.namespace: Invalid value: "a": must match metadata.namespace',
    ]);
  });

  it('a path that is in no namespace', () => {
    expect(errorsOf('a', { nonResourceAttributes: { path: '/' } })).toEqual([
      'spec.nonResourceAttributes: Invalid value: {"path":"/"}: disallowed on this kind of request',
    ]);
  });
});
