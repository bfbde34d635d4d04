import { describe, expect, it } from 'vitest';
import type { ClusterEvent } from '../cluster/cluster-event.ts';
import { defaultProfile } from '../profile.ts';
import { clusterOf, node, pod, type PodWords } from '../testing/objects.ts';

const n = (words: Partial<Parameters<typeof node>[0]> = {}) => node({ name: 'n', ...words });
const taints = [{ key: 'k', effect: 'NoSchedule' as const }];
const gone = (words: Omit<PodWords, 'name'>): ClusterEvent => ({
  what: 'pod',
  old: pod({ name: 'x', on: 'n', ...words }),
});
const come = (words: Omit<PodWords, 'name'>): ClusterEvent => ({
  what: 'pod',
  now: pod({ name: 'x', on: 'n', ...words }),
});
const web = { labels: { app: 'web' } };
const term = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } };
const company = (kind: string) => ({
  spec: { affinity: { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } },
});
const spread = {
  ...web,
  spec: {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule' as const,
        labelSelector: { matchLabels: { app: 'web' } },
      },
    ],
  },
};
const port = { spec: { containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 1, hostPort: 80 }] }] } };
const volumes = { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } };
const claim = (name: string, namespace = 'default') => ({
  metadata: { name, namespace },
  spec: { resources: {} },
  status: {},
});
const storageClass = (volumeBindingMode: 'Immediate' | 'WaitForFirstConsumer') => ({
  metadata: { name: 'c' },
  provisioner: 'p',
  volumeBindingMode,
});

describe('wakes', () => {
  it.each<[filter: string, what: string, words: Omit<PodWords, 'name'>, event: ClusterEvent, expected: boolean]>([
    [
      'NodeUnschedulable',
      'a node that is open again',
      {},
      { what: 'node', old: n({ unschedulable: true }), now: n() },
      true,
    ],
    [
      'NodeUnschedulable',
      'a node that was open',
      {},
      { what: 'node', old: n(), now: n({ labels: { a: 'b' } }) },
      false,
    ],
    ['TaintToleration', 'a node that has lost its taint', {}, { what: 'node', old: n({ taints }), now: n() }, true],
    [
      'TaintToleration',
      'a node that still has it',
      {},
      { what: 'node', old: n({ taints, labels: { a: 'b' } }), now: n({ taints }) },
      false,
    ],
    [
      'TaintToleration',
      'the pod that now bears more',
      {},
      {
        what: 'self',
        old: pod({ name: 'p' }),
        now: pod({ name: 'p', spec: { tolerations: [{ operator: 'Exists' }] } }),
      },
      true,
    ],
    [
      'NodeAffinity',
      'a node that now matches',
      { spec: { nodeSelector: { a: 'b' } } },
      { what: 'node', old: n(), now: n({ labels: { a: 'b' } }) },
      true,
    ],
    [
      'NodeAffinity',
      'a node that matched before',
      { spec: { nodeSelector: { a: 'b' } } },
      { what: 'node', old: n({ labels: { a: 'b' } }), now: n({ labels: { a: 'b', c: 'd' } }) },
      false,
    ],
    ['NodePorts', 'a pod that gave the port back', port, gone(port), true],
    ['NodePorts', 'a pod that had no port', port, gone({}), false],
    ['NodePorts', 'a pod that came', port, come(port), false],
    [
      'NodeResourcesFit',
      'a pod that takes less now',
      { requests: { cpu: '1' } },
      { what: 'pod', old: pod({ name: 'x', requests: { cpu: '2' } }), now: pod({ name: 'x', requests: { cpu: '1' } }) },
      true,
    ],
    [
      'NodeResourcesFit',
      'a pod that takes less of what is not needed',
      { requests: { cpu: '1' } },
      {
        what: 'pod',
        old: pod({ name: 'x', requests: { memory: '2' } }),
        now: pod({ name: 'x', requests: { memory: '1' } }),
      },
      false,
    ],
    ['InterPodAffinity', 'company that came', company('podAffinity'), come(web), true],
    ['InterPodAffinity', 'other company that came', company('podAffinity'), come({}), false],
    ['InterPodAffinity', 'company that it shuns, gone', company('podAntiAffinity'), gone(web), true],
    ['InterPodAffinity', 'a pod that shunned it, gone', web, gone(company('podAntiAffinity')), true],
    [
      'InterPodAffinity',
      'a node in a place of the kind',
      company('podAffinity'),
      { what: 'node', now: n({ labels: { zone: 'a' } }) },
      true,
    ],
    ['InterPodAffinity', 'a node in no such place', company('podAffinity'), { what: 'node', now: n() }, false],
    ['PodTopologySpread', 'one that is counted, gone', spread, gone(web), true],
    ['PodTopologySpread', 'one that is not counted, gone', spread, gone({}), false],
    ['PodTopologySpread', 'one of another namespace, gone', spread, gone({ ...web, namespace: 'other' }), false],
    ['PodTopologySpread', 'a place that is gone', spread, { what: 'node', old: n({ labels: { zone: 'a' } }) }, true],
    ['PodTopologySpread', 'a node that was in no place, gone', spread, { what: 'node', old: n() }, false],
    ['VolumeBinding', 'its claim', volumes, { what: 'claim', now: claim('data') }, true],
    ['VolumeBinding', 'another claim', volumes, { what: 'claim', now: claim('other') }, false],
    ['VolumeBinding', 'its claim in another namespace', volumes, { what: 'claim', now: claim('data', 'other') }, false],
    ['VolumeBinding', 'a new class', volumes, { what: 'class', now: storageClass('Immediate') }, true],
    [
      'VolumeZone',
      'a new class that waits',
      volumes,
      { what: 'class', now: storageClass('WaitForFirstConsumer') },
      true,
    ],
    ['VolumeZone', 'a new class that does not', volumes, { what: 'class', now: storageClass('Immediate') }, false],
    ['VolumeRestrictions', 'a pod that had the claim, gone', volumes, gone(volumes), true],
    ['VolumeRestrictions', 'a pod without it, gone', volumes, gone({}), false],
    ['NodeVolumeLimits', 'a pod with claims, gone', volumes, gone(volumes), true],
    ['NodeVolumeLimits', 'a pod without, gone', volumes, gone({}), false],
  ])('%s: %s', (name, _what, words, event, expected) => {
    const filter = defaultProfile.filters.find((candidate) => candidate.name === name);
    expect(filter?.wakes(pod({ name: 'p', ...words }), event, clusterOf({ nodes: [] }))).toBe(expected);
  });
});
