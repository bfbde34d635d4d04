import { describe, expect, it } from 'vitest';
import { decodeJson } from '../schema/decode-json.ts';
import { ResourceClaimTemplate } from './resource-claim-template.ts';
import {
  validateResourceClaim,
  validateResourceClaimTemplate,
  validateResourceClaimUpdate,
} from './resource-claim-validation.ts';
import { ResourceClaim } from './resource-claim.ts';

const GPU = { deviceClassName: 'gpu.example.com', allocationMode: 'ExactCount', count: 1 };
const GOOD = { requests: [{ name: 'gpu', exactly: GPU }] };
const claim = (devices: object): ResourceClaim => decodeJson(ResourceClaim, { spec: { devices } }).value;
const request = (more: object) => ({ requests: [{ name: 'gpu', exactly: { ...GPU, ...more } }] });
const UNKNOWN = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

describe('validateResourceClaim', () => {
  it.each<[string, object, string[]]>([
    ['a good claim', GOOD, []],
    [
      'alternatives',
      {
        requests: [{ name: 'gpu', firstAvailable: [{ name: 'big', ...GPU }] }],
        constraints: [{ requests: ['gpu/big'], matchAttribute: 'example.com/numa' }],
        config: [{ requests: ['gpu'], opaque: { driver: 'gpu.example.com', parameters: { kind: 'A' } } }],
      },
      [],
    ],
    [
      'no request in a request',
      { requests: [{ name: 'gpu' }] },
      ['requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required'],
    ],
    [
      'two requests in a request',
      { requests: [{ name: 'gpu', exactly: GPU, firstAvailable: [{ name: 'big', ...GPU }] }] },
      [
        'requests[0]: Invalid value: null: ' +
          'exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set',
      ],
    ],
    [
      'the same name twice',
      { requests: [...GOOD.requests, ...GOOD.requests] },
      ['requests[1]: Duplicate value: "gpu"'],
    ],
    ['no class', request({ deviceClassName: '' }), ['requests[0].exactly.deviceClassName: Required value']],
    [
      'a number of all',
      request({ allocationMode: 'All', count: 2 }),
      ["requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'"],
    ],
    [
      'fewer than one',
      request({ count: -1 }),
      ['requests[0].exactly.count: Invalid value: -1: must be greater than zero'],
    ],
    [
      'some',
      request({ allocationMode: 'Some' }),
      ['requests[0].exactly.allocationMode: Unsupported value: "Some": supported values: "All", "ExactCount"'],
    ],
    [
      'a selector without an expression',
      request({ selectors: [{}] }),
      ['requests[0].exactly.selectors[0].cel: Required value'],
    ],
    [
      'too many selectors',
      request({ selectors: Array.from({ length: 33 }, () => ({ cel: { expression: 'true' } })) }),
      ['requests[0].exactly.selectors: Too many: 33: must have at most 32 items'],
    ],
    [
      'a constraint on what',
      { ...GOOD, constraints: [{ requests: ['tpu'] }] },
      [`constraints[0].requests[0]: Invalid value: "tpu": ${UNKNOWN}`, 'constraints[0].matchAttribute: Required value'],
    ],
    [
      'an attribute of no domain',
      { ...GOOD, constraints: [{ matchAttribute: 'numa' }] },
      [
        'constraints[0].matchAttribute: Invalid value: "numa": ' +
          'a fully qualified name must be a domain and a name separated by a slash',
      ],
    ],
    [
      'parameters that are a list',
      { ...GOOD, config: [{ opaque: { driver: 'gpu.example.com', parameters: [1] } }] },
      ['config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object'],
    ],
  ])('%s', (_name, devices, expected) => {
    expect(validateResourceClaim(claim(devices)).map(String)).toEqual(expected.map((error) => `spec.devices.${error}`));
  });
});

describe('validateResourceClaimUpdate', () => {
  it('refuses every change', () => {
    expect(validateResourceClaimUpdate(claim(request({ count: 2 })), claim(GOOD)).map(String)).toEqual([
      expect.stringMatching(/^spec: Invalid value: .*: field is immutable$/),
    ]);
    expect(validateResourceClaimUpdate(claim(GOOD), claim(GOOD))).toEqual([]);
  });
});

describe('validateResourceClaimTemplate', () => {
  it('looks at the labels and the spec of the claims', () => {
    const spec = { metadata: { labels: { a: '-' } }, spec: { devices: request({ deviceClassName: '' }) } };
    const { value } = decodeJson(ResourceClaimTemplate, { spec });
    expect(validateResourceClaimTemplate(value).map(String)).toEqual([
      expect.stringMatching(/^spec\.metadata\.labels: Invalid value: "-": a valid label must/),
      'spec.spec.devices.requests[0].exactly.deviceClassName: Required value',
    ]);
  });
});
