import { describe, expect, it } from 'vitest';

import { podStrategies } from './pod-strategies.ts';
import type { Pod } from './pod.ts';
import { newPod } from './testing/new-pod.ts';

const strategy = podStrategies[0]?.strategy;

describe('the time that a pod is given to end', () => {
  const running = newPod({ nodeName: 'n' }, { status: { phase: 'Running' } });

  it.each<[string, Pod, number | undefined, number]>([
    ['is its own', running, undefined, 30],
    ['is what is asked for', running, 5, 5],
    ['may be none', running, 0, 0],
    ['is a second if it is negative', running, -1, 1],
    ['is none for a pod without a node', newPod(), 5, 0],
    ['is none for a pod that has succeeded', newPod({ nodeName: 'n' }, { status: { phase: 'Succeeded' } }), 5, 0],
    ['is none for a pod that has failed', newPod({ nodeName: 'n' }, { status: { phase: 'Failed' } }), undefined, 0],
  ])('%s', (_name, pod, requested, seconds) => {
    expect(strategy?.gracePeriodSeconds?.(pod, requested)).toBe(seconds);
  });
});

describe('warnings for a pod', () => {
  const pod = newPod({}, { metadata: { name: 'a.b' } });

  it('tell of names that are no host names', () => {
    expect(strategy?.warnings?.(pod)).toEqual([
      "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
    ]);
  });

  it('are not given for changes', () => {
    expect(strategy?.warnings?.(pod, pod)).toEqual([]);
  });
});
