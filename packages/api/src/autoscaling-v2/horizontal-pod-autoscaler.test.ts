import { describe, expect, it } from 'vitest';

import { setHorizontalPodAutoscalerDefaults } from './defaults.ts';
import { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import {
  validateHorizontalPodAutoscaler,
  validateHorizontalPodAutoscalerStatus,
} from './horizontal-pod-autoscaler-validation.ts';
import { decodeJson } from '../schema/decode-json.ts';

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const autoscaler = (spec: object = {}, status: object = {}): HorizontalPodAutoscaler => {
  const json = {
    metadata: { name: 'web', namespace: 'default' },
    spec: { scaleTargetRef, maxReplicas: 5, ...spec },
    status,
  };
  const object = decodeJson(HorizontalPodAutoscaler, json).value;
  setHorizontalPodAutoscalerDefaults(object);
  return object;
};
const metric = (item: object): object => ({ metrics: [item] });
const utilization = { type: 'Utilization', averageUtilization: 50 };
const resource = (target: object, name = 'cpu'): object => metric({ type: 'Resource', resource: { name, target } });
const rules = (up: object): object => ({ behavior: { scaleUp: up } });

describe('setHorizontalPodAutoscalerDefaults', () => {
  it('aims at 80 % of CPU with at least one pod', () => {
    expect(autoscaler().spec).toEqual({
      scaleTargetRef,
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
    });
  });

  it('completes a behavior that is begun', () => {
    expect(autoscaler(rules({ stabilizationWindowSeconds: 30 })).spec.behavior).toEqual({
      scaleUp: {
        stabilizationWindowSeconds: 30,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 15 },
          { type: 'Percent', value: 100, periodSeconds: 15 },
        ],
      },
      scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
    });
  });
});

describe('validateHorizontalPodAutoscaler', () => {
  it.each([
    ['the default metric', {}],
    ['a resource by value', resource({ type: 'AverageValue', averageValue: '100Mi' }, 'memory')],
    [
      'a metric of pods',
      metric({ type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '10' } } }),
    ],
    [
      'a container',
      metric({ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'app', target: utilization } }),
    ],
    [
      'a ReplicationController of the core group',
      { scaleTargetRef: { apiVersion: 'v1', kind: 'ReplicationController', name: 'x' } },
    ],
    ['a tolerance', rules({ tolerance: '50m' })],
  ])('accepts %s', (_name, spec) => {
    expect(validateHorizontalPodAutoscaler(autoscaler(spec)).map(String)).toEqual([]);
  });

  it.each([
    [
      'no pods',
      { maxReplicas: 0 },
      [
        'spec.maxReplicas: Invalid value: 0: must be greater than 0',
        'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`',
      ],
    ],
    [
      'fewer than at least',
      { minReplicas: 6 },
      ['spec.maxReplicas: Invalid value: 5: must be greater than or equal to `minReplicas`'],
    ],
    [
      'none at least',
      { minReplicas: 0 },
      [
        'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
        'spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas',
      ],
    ],
    [
      'no target',
      { scaleTargetRef: { apiVersion: 'apps/v1' } },
      ['spec.scaleTargetRef.kind: Required value', 'spec.scaleTargetRef.name: Required value'],
    ],
    [
      'a target without group',
      { scaleTargetRef: { ...scaleTargetRef, apiVersion: 'v1' } },
      ['spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group'],
    ],
    [
      'a malformed version',
      { scaleTargetRef: { ...scaleTargetRef, apiVersion: 'a/b/c' } },
      ['spec.scaleTargetRef.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'],
    ],
    [
      'an unknown metric',
      metric({ type: 'Feeling' }),
      [
        'spec.metrics[0].type: Unsupported value: "Feeling": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
      ],
    ],
    [
      'the source of another type',
      metric({ type: 'Pods', resource: { name: 'cpu', target: utilization } }),
      ['spec.metrics[0].pods: Required value: must populate information for the given metric source'],
    ],
    [
      'two sources',
      metric({
        type: 'Resource',
        resource: { name: 'cpu', target: utilization },
        external: { metric: { name: 'q' }, target: { type: 'Value', value: '1' } },
      }),
      ['spec.metrics[0].external: Forbidden: must populate the given metric source only'],
    ],
    [
      'a target of nothing',
      resource({ type: 'Utilization' }),
      [
        'spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization',
      ],
    ],
    [
      'a negative target',
      resource({ type: 'AverageValue', averageValue: '-1' }),
      ['spec.metrics[0].resource.target.averageValue: Invalid value: "-1": must be positive'],
    ],
    [
      'an unknown target type',
      resource({ ...utilization, type: 'Guess' }),
      [
        'spec.metrics[0].resource.target.type: Invalid value: "Guess": must be either Utilization, Value, or AverageValue',
      ],
    ],
    [
      'a window too long',
      rules({ stabilizationWindowSeconds: 3601 }),
      ['spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600'],
    ],
    [
      'an unknown selection',
      rules({ selectPolicy: 'Best' }),
      ['spec.behavior.scaleUp.selectPolicy: Unsupported value: "Best": supported values: "Disabled", "Max", "Min"'],
    ],
    [
      'a policy of nothing',
      rules({ policies: [{ type: 'Nodes', value: 0, periodSeconds: 1801 }] }),
      [
        'spec.behavior.scaleUp.policies[0].type: Unsupported value: "Nodes": supported values: "Percent", "Pods"',
        'spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero',
        'spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800',
      ],
    ],
    [
      'a negative tolerance',
      rules({ tolerance: '-100m' }),
      ['spec.behavior.scaleUp.tolerance: Invalid value: "-100m": must be greater than or equal to 0'],
    ],
  ])('refuses %s', (_name, spec, messages) => {
    expect(validateHorizontalPodAutoscaler(autoscaler(spec)).map(String)).toEqual(messages);
  });

  it('does not look again at a target that stays the same', () => {
    const old = autoscaler({ scaleTargetRef: { ...scaleTargetRef, apiVersion: 'v1' } });
    expect(validateHorizontalPodAutoscaler(old)).toHaveLength(1);
    expect(validateHorizontalPodAutoscaler(old, old)).toEqual([]);
  });
});

describe('validateHorizontalPodAutoscalerStatus', () => {
  it('refuses negative counts', () => {
    const errors = validateHorizontalPodAutoscalerStatus(autoscaler({}, { currentReplicas: -1, desiredReplicas: -2 }));
    expect(errors.map(({ field }) => field)).toEqual(['status.currentReplicas', 'status.desiredReplicas']);
  });
});
