import { describe, expect, it } from 'vitest';
import { victimsFor } from '../testing/decide-for.ts';
import { clusterOf, pod, type ClusterWords, type PodWords } from '../testing/objects.ts';
import { candidatesToFind } from './plan-preemption.ts';

const two = [
  { name: 'n1', allocatable: { cpu: '2' } },
  { name: 'n2', allocatable: { cpu: '2' } },
];
const filler = (name: string, on: string, more: Partial<PodWords> = {}): PodWords => ({
  name,
  on,
  priority: 0,
  requests: { cpu: '1' },
  ...more,
});
const full: PodWords[] = [filler('a', 'n1'), filler('b', 'n1'), filler('c', 'n2'), filler('d', 'n2')];
const started = (startTime: string) => ({ status: { startTime } });
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';

type Case = [
  what: string,
  pod: Omit<PodWords, 'name'>,
  cluster: Partial<ClusterWords>,
  expected: ReturnType<typeof victimsFor>,
];

describe('planPreemption', () => {
  it.each<Case>([
    ['takes as few as possible', {}, { pods: full }, { node: 'n1', pods: ['b'] }],
    [
      'lets nobody go of the same priority',
      { priority: 0 },
      { pods: full },
      'preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
    ],
    [
      'does not try where it cannot help',
      { requests: { cpu: '3' } },
      { pods: full },
      `preemption: 0/2 nodes are available: 2 ${NOT_HELPFUL}.`,
    ],
    [
      'says so where the rest does not suffice either',
      { requests: { cpu: '2' } },
      {
        pods: [
          filler('a', 'n1', { priority: 100 }),
          filler('b', 'n1'),
          filler('c', 'n2', { priority: 100 }),
          filler('d', 'n2'),
        ],
      },
      'preemption: 0/2 nodes are available: 2 Insufficient cpu.',
    ],
    [
      'does nothing for a pod that would not have it',
      { spec: { preemptionPolicy: 'Never' } },
      { pods: full },
      'preemption: not eligible due to preemptionPolicy=Never.',
    ],
    [
      'spares pods under a disruption budget',
      {},
      {
        pods: full.map((one) => (one.on === 'n1' ? { ...one, labels: { app: 'db' } } : one)),
        budgets: [
          {
            metadata: { name: 'b', namespace: 'default' },
            spec: { selector: { matchLabels: { app: 'db' } } },
            status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
          },
        ],
      },
      { node: 'n2', pods: ['d'] },
    ],
    [
      'breaks a budget where nothing else is left',
      {},
      {
        nodes: [two[0] ?? { name: 'n1' }],
        pods: full.slice(0, 2).map((one) => ({ ...one, labels: { app: 'db' } })),
        budgets: [
          {
            metadata: { name: 'b', namespace: 'default' },
            spec: { selector: { matchLabels: { app: 'db' } } },
            status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
          },
        ],
      },
      { node: 'n1', pods: ['b'] },
    ],
    [
      'prefers the least important victim',
      {},
      {
        pods: [
          filler('a', 'n1', { priority: 5 }),
          filler('b', 'n1', { priority: 5 }),
          filler('c', 'n2'),
          filler('d', 'n2'),
        ],
      },
      { node: 'n2', pods: ['d'] },
    ],
    [
      'prefers fewer victims',
      { requests: { cpu: '2' } },
      { pods: [filler('a', 'n1'), filler('b', 'n1'), filler('c', 'n2', { requests: { cpu: '2' } })] },
      { node: 'n2', pods: ['c'] },
    ],
    [
      'prefers the victim that was started last',
      {},
      {
        pods: [
          filler('a', 'n1', { requests: { cpu: '2' }, ...started('2026-01-01T00:00:00Z') }),
          filler('c', 'n2', { requests: { cpu: '2' }, ...started('2026-01-02T00:00:00Z') }),
        ],
      },
      { node: 'n2', pods: ['c'] },
    ],
    [
      'lets the older of equals stay',
      {},
      {
        nodes: [two[0] ?? { name: 'n1' }],
        pods: [
          filler('young', 'n1', started('2026-01-02T00:00:00Z')),
          filler('old', 'n1', started('2026-01-01T00:00:00Z')),
        ],
      },
      { node: 'n1', pods: ['young'] },
    ],
    [
      'waits for those who are leaving for it already',
      { status: { nominatedNodeName: 'n1' } },
      {
        pods: [
          filler('a', 'n1', {
            requests: { cpu: '2' },
            metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' },
            status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] },
          }),
          ...full.slice(2),
        ],
      },
      'preemption: not eligible due to a terminating pod on the nominated node.',
    ],
    [
      'takes those off who shun the pod',
      { labels: { app: 'web' }, requests: {} },
      {
        pods: ['n1', 'n2'].map((on) => ({
          name: `x-${on}`,
          on,
          spec: {
            affinity: {
              podAntiAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [
                  { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
                ],
              },
            },
          },
        })),
      },
      { node: 'n1', pods: ['x-n1'] },
    ],
    [
      'takes those off who have the port',
      { requests: {}, spec: { containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 1, hostPort: 80 }] }] } },
      {
        nodes: [two[0] ?? { name: 'n1' }],
        pods: [
          {
            name: 'x',
            on: 'n1',
            spec: { containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 1, hostPort: 80 }] }] },
          },
          { name: 'y', on: 'n1' },
        ],
      },
      { node: 'n1', pods: ['x'] },
    ],
  ])('%s', (_what, words, cluster, expected) => {
    const preemptor = pod({ name: 'p', priority: 10, requests: { cpu: '1' }, ...words });
    expect(victimsFor(preemptor, clusterOf({ nodes: two, ...cluster }))).toEqual(expected);
  });

  it('leaves the room alone that is kept for a more important pod', () => {
    const cluster = clusterOf({ nodes: [two[0] ?? { name: 'n1' }] });
    cluster.nominations.set(pod({ name: 'vip', priority: 50, requests: { cpu: '2' } }), 'n1');
    expect(victimsFor(pod({ name: 'p', priority: 10, requests: { cpu: '1' } }), cluster)).toContain(
      'No preemption victims',
    );
    expect(victimsFor(pod({ name: 'q', priority: 60, requests: { cpu: '1' } }), cluster)).toBe('fits on n1');
  });

  it.each([
    [3, 3],
    [100, 100],
    [500, 100],
    [5000, 500],
  ])('looks at enough of %i nodes: %i', (count, expected) => {
    expect(candidatesToFind(count)).toBe(expected);
  });
});
