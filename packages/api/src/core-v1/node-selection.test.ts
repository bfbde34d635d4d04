import { describe, expect, it } from 'vitest';
import { requiredNodes } from './node-selection.ts';
import type { PodSpec } from './pod.ts';
import { findUntolerated } from './tolerance.ts';
import type { Toleration } from './toleration.ts';

const node = { name: 'node-1', labels: { disk: 'ssd', cores: '8' } };

const affine = (...nodeSelectorTerms: object[]): PodSpec =>
  ({
    containers: [],
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  }) as PodSpec;

const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

describe('requiredNodes', () => {
  it('is undefined for a pod that takes any node', () => {
    expect(requiredNodes({ containers: [], nodeSelector: {} })).toBeUndefined();
  });

  it.each<[string, PodSpec, boolean]>([
    ['a label it has', { containers: [], nodeSelector: { disk: 'ssd' } }, true],
    ['a label it has not', { containers: [], nodeSelector: { disk: 'hdd' } }, false],
    ['one of several values', affine(expression('disk', 'In', 'hdd', 'ssd')), true],
    ['other values', affine(expression('disk', 'NotIn', 'ssd')), false],
    ['a larger number', affine(expression('cores', 'Gt', '4')), true],
    ['a smaller number', affine(expression('cores', 'Lt', '4')), false],
    ['a label that is missing', affine(expression('gpu', 'DoesNotExist')), true],
    ['any of the terms', affine(expression('gpu', 'Exists'), expression('disk', 'Exists')), true],
    ['an empty term', affine({}), false],
    ['its name', affine({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] }), true],
    ['not its name', affine({ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['node-1'] }] }), false],
    [
      'a selector and a term that does not match',
      { ...affine(expression('gpu', 'Exists')), nodeSelector: { disk: 'ssd' } },
      false,
    ],
  ])('asks a node for %s', (_name, spec, expected) => {
    expect(requiredNodes(spec)?.(node)).toBe(expected);
  });
});

describe('findUntolerated', () => {
  const taint = { key: 'gone', value: 'yes', effect: 'NoExecute' } as const;
  const effects = ['NoExecute', 'NoSchedule'] as const;

  it.each<[string, Toleration[], boolean]>([
    ['no tolerations', [], false],
    ['everything', [{ operator: 'Exists' }], true],
    ['its key', [{ key: 'gone', operator: 'Exists' }], true],
    ['its key with another effect', [{ key: 'gone', operator: 'Exists', effect: 'NoSchedule' }], false],
    ['its value', [{ key: 'gone', value: 'yes' }], true],
    ['another value', [{ key: 'gone', operator: 'Equal', value: 'no' }], false],
    ['another key', [{ key: 'slow', operator: 'Exists' }], false],
  ])('with %s', (_name, tolerations, isBorne) => {
    expect(findUntolerated([taint], tolerations, effects)).toBe(isBorne ? undefined : taint);
  });

  it('asks only for the effects that are named', () => {
    expect(findUntolerated([taint], [], ['NoSchedule'])).toBeUndefined();
  });
});
