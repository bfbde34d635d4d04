import { describe, expect, it } from 'vitest';
import { clusterOf, pod, type ClusterWords, type PodWords } from '../testing/objects.ts';
import { nodeFor, scoresFor } from '../testing/decide-for.ts';
import { companyPreference } from '../scores/inter-pod-affinity.ts';

const HOST = 'kubernetes.io/hostname';
const zones = (...names: string[]) => names.map((zone, i) => ({ name: `n${i + 1}`, labels: { zone } }));
const term = (app: string, more: object = {}) => ({
  topologyKey: 'zone',
  labelSelector: { matchLabels: { app } },
  ...more,
});
const near = (...terms: object[]) => ({
  spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms as [] } } },
});
const far = (...terms: object[]) => ({
  spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms as [] } } },
});
const wish = (kind: 'podAffinity' | 'podAntiAffinity', weight: number, podAffinityTerm: object) => ({
  spec: { affinity: { [kind]: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] } } },
});

type Case = [what: string, pod: Omit<PodWords, 'name'>, cluster: Partial<ClusterWords>, expected: string];

describe('InterPodAffinity', () => {
  const db: PodWords = { name: 'db', on: 'n2', labels: { app: 'db' } };

  it.each<Case>([
    ['finds the zone of the company', near(term('db')), { pods: [db] }, 'n2'],
    [
      'refuses where there is none',
      near(term('db')),
      {},
      "0/2 nodes are available: 2 node(s) didn't match pod affinity rules.",
    ],
    ['lets the first of a group begin', { labels: { app: 'db' }, ...near(term('db')) }, {}, 'n1'],
    ['keeps the rest of the group with it', { labels: { app: 'db' }, ...near(term('db')) }, { pods: [db] }, 'n2'],
    [
      'wants one pod to meet all terms',
      near(term('db'), term('cache')),
      { pods: [db, { name: 'c', on: 'n2', labels: { app: 'cache' } }] },
      "0/2 nodes are available: 2 node(s) didn't match pod affinity rules.",
    ],
    [
      'does not look into other namespaces',
      near(term('db')),
      { pods: [{ ...db, namespace: 'other' }] },
      "0/2 nodes are available: 2 node(s) didn't match pod affinity rules.",
    ],
    [
      'looks into the namespaces that are named',
      near(term('db', { namespaces: ['other'] })),
      { pods: [{ ...db, namespace: 'other' }] },
      'n2',
    ],
    [
      'looks into the namespaces that are selected',
      near(term('db', { namespaceSelector: { matchLabels: { team: 'a' } } })),
      { namespaces: { other: { team: 'a' } }, pods: [{ ...db, namespace: 'other' }] },
      'n2',
    ],
    ['keeps away from those it shuns', far(term('db')), { pods: [db] }, 'n1'],
    [
      'refuses where they are everywhere',
      far(term('db')),
      { pods: [db, { ...db, name: 'db2', on: 'n1' }] },
      "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.",
    ],
    [
      'keeps away from those who shun it',
      { labels: { app: 'web' } },
      { pods: [{ name: 'x', on: 'n1', ...far(term('web')) }] },
      'n2',
    ],
    [
      'refuses where those who shun it are everywhere',
      { labels: { app: 'web' } },
      {
        pods: [
          { name: 'x', on: 'n1', ...far(term('web')) },
          { name: 'y', on: 'n2', ...far(term('web')) },
        ],
      },
      "0/2 nodes are available: 2 node(s) didn't satisfy existing pods anti-affinity rules.",
    ],
    [
      'minds only the place that is meant',
      { labels: { app: 'web' } },
      { nodes: zones('a', 'a'), pods: [{ name: 'x', on: 'n1', ...far(term('web', { topologyKey: HOST })) }] },
      'n2',
    ],
  ])('%s', (_what, words, cluster, expected) => {
    expect(nodeFor(pod({ name: 'p', ...words }), clusterOf({ nodes: zones('a', 'b'), ...cluster }))).toBe(expected);
  });

  it('follows pods that go, change their labels or move with their node', () => {
    const cluster = clusterOf({ nodes: zones('a', 'b'), pods: [db] });
    const wanting = pod({ name: 'p', ...near(term('db')) });
    expect(nodeFor(wanting, cluster)).toBe('n2');
    cluster.setPod(pod({ ...db, labels: { app: 'other' } }));
    expect(nodeFor(wanting, cluster)).toContain('affinity rules');
    cluster.setPod(pod({ ...db, on: 'n1' }));
    expect(nodeFor(wanting, cluster)).toBe('n1');
    cluster.setNode({ ...(cluster.node('n1')?.node ?? never()), metadata: { name: 'n1', labels: { zone: 'b' } } });
    expect(scoresFor(companyPreference, pod({ name: 'q', ...wish('podAffinity', 5, term('db')) }), cluster)).toEqual({
      n1: 0,
      n2: 0,
    });
    cluster.removePod('default/db');
    expect(nodeFor(wanting, cluster)).toContain('affinity rules');
  });

  it('forgets what it has counted when the labels of namespaces change', () => {
    const namespaces: Record<string, Record<string, string>> = { other: { team: 'a' } };
    const cluster = clusterOf({ nodes: zones('a', 'b'), namespaces, pods: [{ ...db, namespace: 'other' }] });
    const wanting = pod({ name: 'p', ...near(term('db', { namespaceSelector: { matchLabels: { team: 'a' } } })) });
    expect(nodeFor(wanting, cluster)).toBe('n2');
    namespaces['other'] = {};
    cluster.counters.namespacesChanged();
    expect(nodeFor(wanting, cluster)).toContain('affinity rules');
  });
});

describe('company score', () => {
  it.each<[string, Omit<PodWords, 'name'>, PodWords[], Record<string, number> | undefined]>([
    ['has nothing to say without wishes', {}, [{ name: 'x', on: 'n1' }], undefined],
    [
      'prefers company that is wished for',
      wish('podAffinity', 10, term('db')),
      [{ name: 'x', on: 'n2', labels: { app: 'db' } }],
      { n1: 0, n2: 100 },
    ],
    [
      'avoids company that is not',
      wish('podAntiAffinity', 10, term('db')),
      [{ name: 'x', on: 'n2', labels: { app: 'db' } }],
      { n1: 100, n2: 0 },
    ],
    [
      'heeds the wishes of those who are there',
      { labels: { app: 'web' } },
      [{ name: 'x', on: 'n1', ...wish('podAffinity', 1, term('web')) }],
      { n1: 100, n2: 0 },
    ],
    [
      'heeds those who shun it',
      { labels: { app: 'web' } },
      [{ name: 'x', on: 'n1', ...wish('podAntiAffinity', 1, term('web')) }],
      { n1: 0, n2: 100 },
    ],
    [
      'heeds those who need it near',
      { labels: { app: 'web' } },
      [{ name: 'x', on: 'n2', ...near(term('web')) }],
      { n1: 0, n2: 100 },
    ],
  ])('%s', (_what, words, pods, expected) => {
    const cluster = clusterOf({ nodes: zones('a', 'b'), pods });
    expect(scoresFor(companyPreference, pod({ name: 'p', ...words }), cluster)).toEqual(expected);
  });
});

function never(): never {
  throw new Error('not there');
}
