import { describe, expect, it } from 'vitest';
import { spreadPreference } from '../scores/pod-topology-spread.ts';
import { nodeFor, scoresFor } from '../testing/decide-for.ts';
import { clusterOf, pod, type ClusterWords, type NodeWords, type PodWords } from '../testing/objects.ts';

const HOST = 'kubernetes.io/hostname';
const nodes: NodeWords[] = [
  { name: 'a1', labels: { zone: 'a' } },
  { name: 'b1', labels: { zone: 'b' } },
];
const aOnly: NodeWords[] = [nodes[0] ?? never(), { name: 'b1', labels: { zone: 'b' }, unschedulable: true }];
const web = (name: string, on: string, more: Partial<PodWords> = {}): PodWords => ({
  name,
  on,
  labels: { app: 'web' },
  ...more,
});
const constraint = (more: object = {}) => ({
  maxSkew: 1,
  topologyKey: 'zone',
  whenUnsatisfiable: 'DoNotSchedule' as const,
  labelSelector: { matchLabels: { app: 'web' } },
  ...more,
});
const spread = (...constraints: ReturnType<typeof constraint>[]) => ({
  labels: { app: 'web' },
  spec: { topologySpreadConstraints: constraints },
});
const UNEVEN = "node(s) didn't match pod topology spread constraints";

type Case = [what: string, pod: Omit<PodWords, 'name'>, cluster: Partial<ClusterWords>, expected: string];

describe('PodTopologySpread', () => {
  it.each<Case>([
    ['goes where there are fewer', spread(constraint()), { pods: [web('x', 'a1')] }, 'b1'],
    [
      'refuses what would be too uneven',
      spread(constraint()),
      {
        nodes: [
          { name: 'a1', labels: { zone: 'a' } },
          { name: 'b1', labels: { zone: 'b' }, unschedulable: true },
        ],
        pods: [web('x', 'a1')],
      },
      `0/2 nodes are available: 1 ${UNEVEN}, 1 node(s) were unschedulable.`,
    ],
    [
      'allows as much as maxSkew',
      spread(constraint({ maxSkew: 2 })),
      {
        nodes: [
          { name: 'a1', labels: { zone: 'a' } },
          { name: 'b1', labels: { zone: 'b' }, unschedulable: true },
        ],
        pods: [web('x', 'a1')],
      },
      'a1',
    ],
    [
      'refuses nodes that are in no place',
      spread(constraint({ topologyKey: 'rack' })),
      {},
      `0/2 nodes are available: 2 ${UNEVEN} (missing required label).`,
    ],
    [
      'does not count pods on their way out',
      spread(constraint()),
      { nodes: aOnly, pods: [web('x', 'a1', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })] },
      'a1',
    ],
    [
      'does not count other namespaces',
      spread(constraint()),
      { nodes: aOnly, pods: [web('x', 'a1', { namespace: 'other' })] },
      'a1',
    ],
    [
      'takes too few places for empty ones',
      spread(constraint({ minDomains: 3 })),
      { pods: [web('x', 'a1'), web('y', 'b1')] },
      `0/2 nodes are available: 2 ${UNEVEN}.`,
    ],
    [
      "narrows the selector by the pod's own labels",
      { ...spread(constraint({ matchLabelKeys: ['rev'] })), labels: { app: 'web', rev: '2' } },
      { nodes: aOnly, pods: [web('x', 'a1', { labels: { app: 'web', rev: '1' } })] },
      'a1',
    ],
    [
      'leaves out nodes that the pod cannot go to',
      { labels: { app: 'web' }, spec: { nodeSelector: { zone: 'a' }, topologySpreadConstraints: [constraint()] } },
      { pods: [web('x', 'a1')] },
      'a1',
    ],
    [
      'counts them if told so',
      {
        labels: { app: 'web' },
        spec: {
          nodeSelector: { zone: 'a' },
          topologySpreadConstraints: [constraint({ nodeAffinityPolicy: 'Ignore' })],
        },
      },
      { pods: [web('x', 'a1')] },
      `0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 ${UNEVEN}.`,
    ],
    [
      'leaves out tainted nodes if told so',
      spread(constraint({ nodeTaintsPolicy: 'Honor' })),
      {
        nodes: [
          nodes[0] ?? never(),
          { name: 'b1', labels: { zone: 'b' }, taints: [{ key: 'k', effect: 'NoSchedule' }] },
        ],
        pods: [web('x', 'a1')],
      },
      'a1',
    ],
    [
      'wants all of several constraints',
      spread(constraint(), constraint({ topologyKey: HOST })),
      { nodes: [...nodes, { name: 'b2', labels: { zone: 'b' } }], pods: [web('x', 'a1'), web('y', 'b1')] },
      'b2',
    ],
  ])('%s', (_what, words, cluster, expected) => {
    expect(nodeFor(pod({ name: 'p', ...words }), clusterOf({ nodes, ...cluster }))).toBe(expected);
  });
});

describe('spread score', () => {
  const anyway = { whenUnsatisfiable: 'ScheduleAnyway' as const };

  it.each<[string, Omit<PodWords, 'name'>, Partial<ClusterWords>, Record<string, number> | undefined]>([
    [
      'has nothing to say about a pod without siblings',
      { labels: { app: 'web' } },
      { pods: [web('x', 'a1')] },
      undefined,
    ],
    [
      'prefers emptier nodes for pods with siblings',
      { labels: { app: 'web' } },
      { siblings: { app: 'web' }, pods: [web('x', 'a1')] },
      { a1: 66, b1: 100 },
    ],
    [
      'prefers emptier places',
      spread({ ...constraint(), ...anyway } as never),
      { pods: [web('x', 'a1')] },
      { a1: 0, b1: 100 },
    ],
    [
      'finds all alike where there is nobody',
      spread({ ...constraint(), ...anyway } as never),
      {},
      { a1: 100, b1: 100 },
    ],
    [
      'gives nodes in no place nothing',
      spread({ ...constraint({ topologyKey: 'rack' }), ...anyway } as never),
      { nodes: [{ name: 'a1', labels: { rack: 'r' } }, { name: 'b1' }] },
      { a1: 100, b1: 0 },
    ],
  ])('%s', (_what, words, cluster, expected) => {
    expect(scoresFor(spreadPreference, pod({ name: 'p', ...words }), clusterOf({ nodes, ...cluster }))).toEqual(
      expected,
    );
  });
});

function never(): never {
  throw new Error('not there');
}
