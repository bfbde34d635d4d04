import { ResourceQuota } from '@wherry/api/core-v1';
import { parseAmounts } from '@wherry/api/quota';
import { decodeJson } from '@wherry/api/schema';
import { expect, it } from 'vitest';
import { planQuota } from './quota.ts';

interface Case {
  readonly hard: Record<string, string>;
  readonly status?: object;
  readonly counted?: Record<string, string>;
  readonly takesLimits?: boolean;
}

const plan = ({ hard, status = {}, counted = {}, takesLimits = false }: Case) => {
  const quota = decodeJson(ResourceQuota, { metadata: { name: 'q' }, spec: { hard }, status }).value;
  return planQuota(quota, { counted: parseAmounts(counted), takesLimits });
};

it.each<[string, Case, object | undefined]>([
  [
    'a quota that is new',
    { hard: { pods: '2' }, counted: { pods: '1' }, takesLimits: true },
    { hard: { pods: '2' }, used: { pods: '1' } },
  ],
  [
    'one that is as it should be, in other words',
    { hard: { cpu: '1' }, status: { hard: { cpu: '1000m' }, used: { cpu: '0.5' } }, counted: { cpu: '500m' } },
    undefined,
  ],
  [
    'other limits: what is no longer named goes',
    {
      hard: { cpu: '1' },
      status: { hard: { cpu: '2', pods: '1' }, used: { cpu: '0', pods: '0' } },
      counted: { cpu: '0' },
      takesLimits: true,
    },
    { hard: { cpu: '1' }, used: { cpu: '0' } },
  ],
  [
    'limits that somebody has written into the status',
    { hard: { cpu: '1' }, status: { hard: { cpu: '2' }, used: { cpu: '1' } }, counted: { cpu: '0' } },
    { hard: { cpu: '2' }, used: { cpu: '0' } },
  ],
  [
    'what nobody can count',
    {
      hard: { cpu: '1', 'count/things.example.com': '3' },
      status: {
        hard: { cpu: '1', 'count/things.example.com': '3' },
        used: { cpu: '1', 'count/things.example.com': '2' },
      },
      counted: { cpu: '0' },
    },
    { hard: { cpu: '1', 'count/things.example.com': '3' }, used: { cpu: '0', 'count/things.example.com': '2' } },
  ],
])('plans the status of %s', (_what, given, expected) => {
  expect(plan(given)).toEqual(expected);
});
