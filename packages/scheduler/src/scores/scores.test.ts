import { describe, expect, it } from 'vitest';
import { scoresFor } from '../testing/decide-for.ts';
import { clusterOf, pod, type ClusterWords, type PodWords } from '../testing/objects.ts';
import { balancedAllocation } from './balanced-allocation.ts';
import { imageLocality } from './image-locality.ts';
import { leastAllocated } from './least-allocated.ts';
import { nodePreference } from './node-affinity.ts';
import { pickBest } from './pick-best.ts';
import type { Score } from './score.ts';
import { taintPreference } from './taint-toleration.ts';

const small = { cpu: '1', memory: '1000' };
const nodes = [
  { name: 'n1', allocatable: small },
  { name: 'n2', allocatable: small },
];
const prefer = (weight: number, zone: string) => ({
  weight,
  preference: { matchExpressions: [{ key: 'zone', operator: 'In' as const, values: [zone] }] },
});
const MIB = 1024 * 1024;

type Case = [
  what: string,
  score: Score,
  pod: Omit<PodWords, 'name'>,
  cluster: Partial<ClusterWords>,
  expected: Record<string, number> | undefined,
];

describe('scores', () => {
  it.each<Case>([
    [
      'least allocated: the share of CPU and memory left, on average',
      leastAllocated,
      { requests: { cpu: '500m', memory: '100' } },
      { pods: [{ name: 'x', on: 'n1', requests: { cpu: '250m', memory: '400' } }] },
      { n1: 37, n2: 70 },
    ],
    [
      'least allocated: a pod that asks for nothing weighs something',
      leastAllocated,
      { requests: { cpu: '100m', memory: '0' } },
      {
        pods: [
          {
            name: 'x',
            on: 'n1',
            spec: { containers: [{ name: 'a', image: 'a', resources: { requests: { memory: '0' } } }] },
          },
        ],
      },
      { n1: 90, n2: 95 },
    ],
    [
      'balanced: how alike CPU and memory are used',
      balancedAllocation,
      { requests: { cpu: '500m', memory: '100' } },
      { pods: [{ name: 'x', on: 'n1', requests: { memory: '400' } }] },
      { n1: 100, n2: 80 },
    ],
    ['balanced: nothing to say about a pod that asks for nothing', balancedAllocation, {}, {}, undefined],
    [
      'taints: fewer unborne preferences are better',
      taintPreference,
      { spec: { tolerations: [{ key: 'a', operator: 'Exists' }] } },
      {
        nodes: [
          { name: 'n1', taints: [{ key: 'a', effect: 'PreferNoSchedule' }] },
          { name: 'n2', taints: [{ key: 'b', effect: 'PreferNoSchedule' }] },
        ],
      },
      { n1: 100, n2: 0 },
    ],
    [
      'node affinity: sums of weights, the best is 100',
      nodePreference,
      {
        spec: {
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [prefer(40, 'a'), prefer(80, 'b'), prefer(40, 'b')],
            },
          },
        },
      },
      { nodes: [{ name: 'n1', labels: { zone: 'a' } }, { name: 'n2', labels: { zone: 'b' } }, { name: 'n3' }] },
      { n1: 33, n2: 100, n3: 0 },
    ],
    ['node affinity: nothing to say without wishes', nodePreference, {}, {}, undefined],
    [
      'images: the larger, and the more nodes have it, the better',
      imageLocality,
      { spec: { containers: [{ name: 'a', image: 'big' }] } },
      { nodes: [{ name: 'n1', images: [{ names: ['big:latest'], sizeBytes: 1000 * MIB }] }, { name: 'n2' }] },
      { n1: 48, n2: 0 },
    ],
    ['images: nothing to say where nobody has them', imageLocality, {}, {}, undefined],
  ])('%s', (_what, score, words, cluster, expected) => {
    expect(scoresFor(score, pod({ name: 'p', ...words }), clusterOf({ nodes, ...cluster }))).toEqual(expected);
  });
});

describe('pickBest', () => {
  const score = (name: string, scores: number[]): Score => ({
    name,
    rate(_pod, _cluster, ballot) {
      ballot.scores.set(scores);
      return true;
    },
  });
  const pick = (profile: { score: Score; weight: number }[], random = () => 0.999) => {
    const cluster = clusterOf({ nodes: [{ name: 'n1' }, { name: 'n2' }, { name: 'n3' }] });
    return pickBest(pod({ name: 'p' }), { cluster, profile: { scores: profile }, nodes: cluster.nodes, random })?.name;
  };

  it('weighs what the scores say', () => {
    expect(
      pick([
        { score: score('a', [50, 100, 0]), weight: 1 },
        { score: score('b', [30, 0, 0]), weight: 2 },
      ]),
    ).toBe('n1');
  });

  it('leaves it to chance among equals', () => {
    const equals = [{ score: score('a', [10, 0, 10]), weight: 1 }];
    expect(pick(equals, () => 0.999)).toBe('n1');
    expect(pick(equals, () => 0)).toBe('n3');
  });
});
