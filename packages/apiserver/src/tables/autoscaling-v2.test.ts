import { describe, expect, it } from 'vitest';

import { HorizontalPodAutoscalers as OldAutoscalers } from '@wherry/api/autoscaling-v1';
import { HorizontalPodAutoscalers } from '@wherry/api/autoscaling-v2';
import type { KubeObject } from '@wherry/api/resources';
import { decodeJson } from '@wherry/api/schema';
import { columnsOf } from './columns-of.ts';

const now = new Date('2026-01-01T01:00:00Z');
const metadata = { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' };
const limits = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 5 };

function cells(spec: object, status: object = {}): readonly unknown[] {
  const json = { metadata, spec: { ...limits, ...spec }, status };
  return columnsOf(HorizontalPodAutoscalers).cells(
    decodeJson(HorizontalPodAutoscalers.schema, json).value as unknown as KubeObject,
    now,
  );
}

const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
const memory = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } },
};
const queue = { type: 'External', external: { metric: { name: 'q' }, target: { type: 'Value', value: '10' } } };
const perPod = {
  type: 'Object',
  object: {
    describedObject: { kind: 'Ingress', name: 'i' },
    metric: { name: 'm' },
    target: { type: 'AverageValue', averageValue: '10' },
  },
};

describe('the table of HorizontalPodAutoscalers', () => {
  it('shows target, limits and size', () => {
    expect(cells({ metrics: [cpu] }, { currentReplicas: 2 })).toEqual([
      'web',
      'Deployment/web',
      'cpu: <unknown>/80%',
      '1',
      5,
      2,
      '60m',
    ]);
  });

  it.each([
    ['none', [], [], '<none>'],
    [
      'utilization',
      [cpu],
      [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 7, averageValue: '7m' } } }],
      'cpu: 7%/80%',
    ],
    [
      'an average value',
      [memory],
      [{ type: 'Resource', resource: { name: 'memory', current: { averageValue: '512Mi' } } }],
      'memory: 512Mi/1Gi',
    ],
    [
      'an external value',
      [queue],
      [{ type: 'External', external: { metric: { name: 'q' }, current: { value: '3' } } }],
      '3/10',
    ],
    ['an average of an object', [perPod], [], '<unknown>/10 (avg)'],
    ['at most two', [cpu, memory, queue], [], 'cpu: <unknown>/80%, memory: <unknown>/1Gi + 1 more...'],
  ])('shows metrics: %s', (_name, metrics, currentMetrics, text) => {
    expect(cells({ metrics }, { currentMetrics })[2]).toBe(text);
  });

  it('shows version 1 as it shows version 2', () => {
    const json = { metadata, spec: { ...limits, targetCPUUtilizationPercentage: 80 } };
    const old = decodeJson(OldAutoscalers.schema, json).value as unknown as KubeObject;
    expect(columnsOf(OldAutoscalers).cells(old, now)).toEqual(cells({ metrics: [cpu] }));
  });
});
