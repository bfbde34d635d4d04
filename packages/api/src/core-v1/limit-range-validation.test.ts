import { describe, expect, it } from 'vitest';

import { setLimitRangeDefaults } from './limit-range-defaults.ts';
import { validateLimitRange } from './limit-range-validation.ts';
import { LimitRange } from './limit-range.ts';
import { decodeJson } from '../schema/decode-json.ts';

function read(...limits: object[]): LimitRange {
  const limitRange = decodeJson(LimitRange, { spec: { limits } }).value;
  setLimitRangeDefaults(limitRange);
  return limitRange;
}

describe('setLimitRangeDefaults', () => {
  it('takes bounds of containers for defaults', () => {
    const item = {
      type: 'Container',
      max: { cpu: '2', memory: '1Gi' },
      min: { cpu: '1', pods: '1' },
      default: { cpu: '1500m' },
    };
    expect(read(item).spec.limits[0]).toMatchObject({
      default: { cpu: '1500m', memory: '1Gi' },
      defaultRequest: { cpu: '1500m', memory: '1Gi', pods: '1' },
    });
    expect(read({ ...item, type: 'Pod' }).spec.limits[0]).not.toHaveProperty('defaultRequest');
  });
});

describe('validateLimitRange', () => {
  it.each<[string, object[], string[]]>([
    [
      'bounds of containers and pods',
      [
        { type: 'Container', max: { cpu: '1' } },
        { type: 'Pod', min: { cpu: '1' } },
      ],
      [],
    ],
    [
      'a type twice, unknown',
      [{ type: 'Node' }, { type: 'Node' }],
      [
        'spec.limits[0].type: Invalid value: "Node": must be a standard limit type or fully qualified',
        'spec.limits[1].type: Invalid value: "Node": must be a standard limit type or fully qualified',
        'spec.limits[1].type: Duplicate value: "Node"',
      ],
    ],
    [
      'a resource that containers do not have',
      [{ type: 'Pod', max: { pods: '1' } }],
      ['spec.limits[0].max[pods]: Invalid value: "pods": must be a standard resource for containers'],
    ],
    [
      'defaults of pods',
      [{ type: 'Pod', default: { cpu: '1' }, defaultRequest: { cpu: '1' } }],
      [
        "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
        "spec.limits[0].defaultRequest: Forbidden: may not be specified when `type` is 'Pod'",
      ],
    ],
    [
      'claims without a bound for storage',
      [{ type: 'PersistentVolumeClaim' }],
      [
        'spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided',
      ],
    ],
    [
      'a minimum above the maximum',
      [{ type: 'Pod', min: { cpu: '2' }, max: { cpu: '1' } }],
      ['spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1'],
    ],
    [
      'a default below the minimum',
      [{ type: 'Container', min: { memory: '2Gi' }, default: { memory: '1Gi' } }],
      [
        'spec.limits[0].defaultRequest[memory]: Invalid value: "1Gi": min value 2Gi is greater than default request value 1Gi',
        'spec.limits[0].default[memory]: Invalid value: "2Gi": min value 2Gi is greater than default value 1Gi',
      ],
    ],
    [
      'a ratio that the bounds do not allow',
      [{ type: 'Pod', min: { cpu: '500m' }, max: { cpu: '1' }, maxLimitRequestRatio: { cpu: '3' } }],
      ['spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "3": ratio 3 is greater than max/min = 2.000000'],
    ],
    [
      'a ratio below one',
      [{ type: 'Pod', maxLimitRequestRatio: { cpu: '500m' } }],
      ['spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1'],
    ],
    [
      'a request of a device that differs from its limit',
      [{ type: 'Container', default: { 'a.b/gpu': '2' }, defaultRequest: { 'a.b/gpu': '1' } }],
      [
        'spec.limits[0].defaultRequest[a.b/gpu]: Invalid value: "1": default value 2 must equal to defaultRequest value 1 in a.b/gpu',
      ],
    ],
  ])('judges %s', (_name, limits, errors) => {
    expect(validateLimitRange(read(...limits)).map(String)).toEqual(errors);
  });
});
