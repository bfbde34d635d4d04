import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { MutatingWebhookConfiguration } from './mutating-webhook-configuration.ts';
import { ValidatingWebhookConfiguration } from './validating-webhook-configuration.ts';
import { validateWebhookConfiguration } from './webhook-validation.ts';

const RULE = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const GOOD = {
  name: 'images.example.com',
  clientConfig: { url: 'https://example.com/images' },
  rules: [RULE],
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
};
const configuration = (...webhooks: object[]): ValidatingWebhookConfiguration =>
  decodeJson(ValidatingWebhookConfiguration, { webhooks }).value;
const errorsOf = (more: object): string[] =>
  validateWebhookConfiguration(configuration({ ...GOOD, ...more })).map(String);
const at = (url: string) => ({ clientConfig: { url } });
const service = (more: object) => ({ clientConfig: { service: { namespace: 'a', name: 'b', ...more } } });
const resources = (...names: string[]) => ({ rules: [{ ...RULE, resources: names }] });

describe('validateWebhookConfiguration', () => {
  it.each<[string, object, string[]]>([
    ['a good webhook', {}, []],
    ['a good webhook behind a service', service({ path: '/a/b' }), []],
    [
      'a name without a domain',
      { name: 'images' },
      ['webhooks[0].name: Invalid value: "images": should be a domain with at least three segments separated by dots'],
    ],
    [
      'side effects that nobody spoke of',
      { sideEffects: null },
      ['webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun'],
    ],
    [
      'side effects',
      { sideEffects: 'Some' },
      ['webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"'],
    ],
    [
      'a minute',
      { timeoutSeconds: 60 },
      ['webhooks[0].timeoutSeconds: Invalid value: 60: the timeout value must be between 1 and 30 seconds'],
    ],
    [
      'nowhere',
      { clientConfig: {} },
      ['webhooks[0].clientConfig: Required value: exactly one of url or service is required'],
    ],
    [
      'a URL in the clear',
      at('http://example.com'),
      [
        `webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
      ],
    ],
    [
      'a URL with all that it must not have',
      at('https://ann@example.com/?q=1#f'),
      [
        'webhooks[0].clientConfig.url: Invalid value: "ann": user information is not permitted in the URL',
        'webhooks[0].clientConfig.url: Invalid value: "f": fragments are not permitted in the URL',
        'webhooks[0].clientConfig.url: Invalid value: "q=1": query parameters are not permitted in the URL',
      ],
    ],
    [
      'a service path with an empty segment',
      service({ path: '/a//b' }),
      ['webhooks[0].clientConfig.service.path: Invalid value: "/a//b": segment[1] may not be empty'],
    ],
    [
      'no versions',
      { admissionReviewVersions: [] },
      ['webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1'],
    ],
    [
      'versions of another world',
      { admissionReviewVersions: ['v3'] },
      ['webhooks[0].admissionReviewVersions: Invalid value: ["v3"]: must include at least one of v1, v1beta1'],
    ],
    [
      'an operation that does not exist',
      { rules: [{ ...RULE, operations: ['READ'] }] },
      [
        'webhooks[0].rules[0].operations[0]: Unsupported value: "READ": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"',
      ],
    ],
    [
      'an empty rule',
      { rules: [{}] },
      [
        'webhooks[0].rules[0].operations: Required value',
        'webhooks[0].rules[0].apiGroups: Required value',
        'webhooks[0].rules[0].apiVersions: Required value',
        'webhooks[0].rules[0].resources: Required value',
      ],
    ],
    [
      'a subresource that is covered already',
      resources('pods/*', 'pods/log'),
      [
        `webhooks[0].rules[0].resources[1]: Invalid value: "pods/log": if 'pods/*' is present, must not specify pods/log`,
      ],
    ],
    [
      'all resources and one more',
      resources('*', 'pods'),
      [
        `webhooks[0].rules[0].resources: Invalid value: ["*","pods"]: if '*' is present, must not specify other resources without subresources`,
      ],
    ],
    [
      'a condition without words',
      { matchConditions: [{}] },
      [
        'webhooks[0].matchConditions[0].expression: Required value',
        'webhooks[0].matchConditions[0].name: Required value',
      ],
    ],
  ])('%s', (_name, more, expected) => {
    expect(errorsOf(more)).toEqual(expected);
  });

  it('a name twice', () => {
    expect(validateWebhookConfiguration(configuration(GOOD, GOOD)).map(String)).toEqual([
      'webhooks[1].name: Duplicate value: "images.example.com"',
    ]);
  });

  it('asks a mutating webhook for its reinvocation policy', () => {
    const { value } = decodeJson(MutatingWebhookConfiguration, {
      webhooks: [{ ...GOOD, reinvocationPolicy: 'Twice' }],
    });
    expect(validateWebhookConfiguration(value).map(String)).toEqual([
      'webhooks[0].reinvocationPolicy: Unsupported value: "Twice": supported values: "IfNeeded", "Never"',
    ]);
  });

  it('tolerates on an update what was stored so', () => {
    const old = configuration({ ...GOOD, sideEffects: 'Some', admissionReviewVersions: ['v3'] });
    expect(validateWebhookConfiguration(old, old)).toEqual([]);
    expect(validateWebhookConfiguration(old, configuration(GOOD))).toHaveLength(2);
  });
});
