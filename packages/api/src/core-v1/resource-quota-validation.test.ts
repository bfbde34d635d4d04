import { describe, expect, it } from 'vitest';

import {
  validateResourceQuota,
  validateResourceQuotaStatus,
  validateResourceQuotaUpdate,
} from './resource-quota-validation.ts';
import { ResourceQuota } from './resource-quota.ts';
import { decodeJson } from '../schema/decode-json.ts';

const read = (json: object): ResourceQuota => decodeJson(ResourceQuota, json).value;

describe('validateResourceQuota', () => {
  it.each<[string, object, string[]]>([
    [
      'amounts of all kinds',
      { hard: { pods: '5', 'requests.cpu': '2', 'count/deployments.apps': '3', 'requests.hugepages-2Mi': '4Mi' } },
      [],
    ],
    [
      'a resource that means nothing',
      { hard: { cores: '5' } },
      [
        'spec.hard[cores]: Invalid value: "cores": must be a standard resource type or fully qualified',
        'spec.hard[cores]: Invalid value: "cores": must be a standard resource for quota',
      ],
    ],
    [
      'less than nothing, and half a pod',
      { hard: { cpu: '-1', pods: '500m' } },
      [
        'spec.hard[cpu]: Invalid value: "-1": must be greater than or equal to 0',
        'spec.hard[pods]: Invalid value: "500m": must be an integer',
      ],
    ],
    ['an unknown scope', { scopes: ['Cheap'] }, ['spec.scopes: Invalid value: ["Cheap"]: unsupported scope']],
    [
      'scopes that exclude each other',
      { scopes: ['BestEffort', 'NotBestEffort'] },
      ['spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes'],
    ],
    [
      'a scope that does not fit the resource',
      { hard: { services: '1' }, scopes: ['Terminating'] },
      ['spec.scopes: Invalid value: ["Terminating"]: unsupported scope applied to resource'],
    ],
    [
      'a selector that does not fit the resource',
      {
        hard: { services: '1' },
        scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['a'] }] },
      },
      [
        'spec.scopeSelector.matchExpressions: Invalid value: {"MatchExpressions":[{"ScopeName":"PriorityClass","Operator":"In","Values":["a"]}]}: unsupported scope applied to resource',
      ],
    ],
    [
      'selectors with values where there are none, and none where there are',
      {
        scopeSelector: {
          matchExpressions: [
            { scopeName: 'PriorityClass', operator: 'In' },
            { scopeName: 'Terminating', operator: 'In', values: ['a'] },
          ],
        },
      },
      [
        "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
        `spec.scopeSelector.matchExpressions.operator: Invalid value: "In": must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity`,
      ],
    ],
  ])('judges %s', (_name, spec, errors) => {
    expect(validateResourceQuota(read({ spec })).map(String)).toEqual(errors);
  });

  it('keeps the scopes, in whatever order', () => {
    const old = read({ spec: { scopes: ['BestEffort', 'Terminating'] } });
    expect(validateResourceQuotaUpdate(read({ spec: { scopes: ['Terminating', 'BestEffort'] } }), old)).toEqual([]);
    expect(validateResourceQuotaUpdate(read({ spec: { scopes: ['Terminating'] } }), old).map(String)).toEqual([
      'spec.scopes: Invalid value: ["Terminating"]: field is immutable',
    ]);
  });

  it('checks what the status says is used', () => {
    expect(validateResourceQuotaStatus(read({ status: { used: { pods: '-1' } } })).map(String)).toEqual([
      'status.used[pods]: Invalid value: "-1": must be greater than or equal to 0',
    ]);
  });
});
