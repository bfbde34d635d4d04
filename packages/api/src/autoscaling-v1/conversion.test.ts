import { describe, expect, it } from 'vitest';

import { fromStored, toStored } from './conversion.ts';
import { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { HorizontalPodAutoscaler as Stored } from '../autoscaling-v2/horizontal-pod-autoscaler.ts';
import { decodeJson } from '../schema/decode-json.ts';

const metadata = { name: 'web', namespace: 'default', annotations: { note: 'mine' } };
const limits = {
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
  minReplicas: 1,
  maxReplicas: 5,
};
const old = (spec: object, rest: object = {}): HorizontalPodAutoscaler =>
  decodeJson(HorizontalPodAutoscaler, {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: { ...limits, ...spec },
    ...rest,
  }).value;
const stored = (spec: object, status: object = {}): Stored =>
  decodeJson(Stored, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: { ...limits, ...spec },
    status,
  }).value;
const cpu = (averageUtilization: number): object => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

describe('toStored', () => {
  it.each([
    ['a CPU target as a metric', { targetCPUUtilizationPercentage: 50 }, [cpu(50)]],
    ['no target as 80 % of CPU', {}, [cpu(80)]],
  ])('stores %s', (_name, spec, metrics) => {
    expect(toStored(old(spec))).toEqual(stored({ metrics }));
  });

  it('drops annotations of its own that cannot be read', () => {
    const annotations = {
      'autoscaling.alpha.kubernetes.io/metrics': '{',
      'autoscaling.alpha.kubernetes.io/behavior': '[]',
    };
    expect(toStored(old({}, { metadata: { name: 'web', annotations } }))).toMatchObject({
      metadata: { name: 'web' },
      spec: { metrics: [cpu(80)] },
    });
  });
});

describe('fromStored', () => {
  it('shows the CPU target and leaves foreign annotations alone', () => {
    expect(fromStored(stored({ metrics: [cpu(50)] }))).toEqual(old({ targetCPUUtilizationPercentage: 50 }));
  });

  it('writes what version 1 has no place for into annotations, as Kubernetes does', () => {
    const annotated = fromStored(
      stored(
        {
          metrics: [
            { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '10' } } },
          ],
          behavior: {
            scaleDown: { selectPolicy: 'Disabled', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
          },
        },
        {
          currentMetrics: [
            { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 7, averageValue: '7m' } } },
          ],
        },
      ),
    );
    expect(annotated.status.currentCPUUtilizationPercentage).toBe(7);
    expect(annotated.metadata.annotations).toEqual({
      note: 'mine',
      'autoscaling.alpha.kubernetes.io/metrics':
        '[{"type":"Pods","pods":{"metricName":"rps","targetAverageValue":"10"}}]',
      'autoscaling.alpha.kubernetes.io/current-metrics':
        '[{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":7,"currentAverageValue":"7m"}}]',
      'autoscaling.alpha.kubernetes.io/behavior':
        '{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Disabled","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":60}],"Tolerance":null}}',
    });
  });
});

describe('reading and writing back by version 1', () => {
  const selector = { matchLabels: { queue: 'q' } };
  const target = { type: 'Value', value: '10' };
  const describedObject = { kind: 'Ingress', name: 'main', apiVersion: 'networking.k8s.io/v1' };
  it.each([
    ['a CPU target', { metrics: [cpu(50)] }, {}],
    [
      'memory',
      {
        metrics: [
          { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
        ],
      },
      {},
    ],
    [
      'a metric of an object',
      { metrics: [{ type: 'Object', object: { describedObject, target, metric: { name: 'm', selector } } }] },
      {},
    ],
    [
      'an external metric',
      { metrics: [{ type: 'External', external: { metric: { name: 'm', selector }, target } }] },
      {},
    ],
    [
      'a container',
      {
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', container: 'c', target: { type: 'Utilization', averageUtilization: 1 } },
          },
        ],
      },
      {},
    ],
    [
      'a behavior',
      {
        metrics: [cpu(1)],
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 0,
            selectPolicy: 'Max',
            policies: [{ type: 'Pods', value: 1, periodSeconds: 1 }],
            tolerance: '50m',
          },
        },
      },
      {},
    ],
    [
      'a status',
      { metrics: [cpu(1)] },
      {
        observedGeneration: 3,
        lastScaleTime: '2026-01-02T03:04:05Z',
        currentReplicas: 2,
        desiredReplicas: 3,
        currentMetrics: [
          { type: 'Pods', pods: { metric: { name: 'm' }, current: { averageValue: '1' } } },
          { type: 'External', external: { metric: { name: 'm' }, current: { value: '1', averageValue: '2' } } },
          { type: 'Object', object: { describedObject, metric: { name: 'm' }, current: { value: '1' } } },
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', container: 'c', current: { averageValue: '1' } },
          },
        ],
        conditions: [
          {
            type: 'AbleToScale',
            status: 'True',
            lastTransitionTime: '2026-01-02T03:04:05Z',
            reason: 'R',
            message: 'm',
          },
        ],
      },
    ],
  ])('keeps %s', (_name, spec, status) => {
    const object = stored(spec, status);
    expect(toStored(fromStored(object))).toEqual(object);
  });
});
