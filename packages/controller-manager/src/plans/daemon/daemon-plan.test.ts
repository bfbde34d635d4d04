import { describe, expect, it } from 'vitest';
import type { DaemonSet } from '@wherry/api/apps-v1';
import type { Node, Pod } from '@wherry/api/core-v1';
import { planDaemonPods, type DaemonObserved } from './daemon-plan.ts';
import { daemonTolerations, targetNode, templateForNode } from './daemon-pod.ts';
import { daemonStatus } from './daemon-status.ts';
import { planDaemonUpdate } from './daemon-update.ts';

const now = Date.parse('2026-01-10T00:00:00Z');
const surging = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };

function set(spec: object = {}): DaemonSet {
  return {
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      template: { metadata: {}, spec: { containers: [] } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      ...spec,
    },
    status: {},
  } as unknown as DaemonSet;
}

const nodes = (...names: string[]): Node[] =>
  names.map((name) => ({ metadata: { name }, spec: {}, status: {} }) as Node);

type Kind = 'ready' | 'ill' | 'failed' | 'succeeded' | 'going' | 'unplaced';

/** `a:ill:new` is a pod of node a that is not ready, of the new template; the template is the old one if not said. */
function pod(text: string, index: number): Pod {
  const [node, kind = 'ready', hash = 'old'] = text.split(':') as [string, Kind?, string?];
  const phase = kind === 'failed' ? 'Failed' : kind === 'succeeded' ? 'Succeeded' : 'Running';
  const isReady = kind === 'ready' || kind === 'going';
  const template = templateForNode({ metadata: {}, spec: { containers: [] } }, node);
  return {
    metadata: {
      name: text,
      creationTimestamp: `2026-01-01T00:00:0${index}Z`,
      labels: { 'controller-revision-hash': hash },
      ...(kind === 'going' ? { deletionTimestamp: '2026-01-09T00:00:00Z' } : {}),
    },
    spec: kind === 'unplaced' ? template.spec : { ...template.spec, nodeName: node },
    status: { phase, conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  };
}

function observe(names: string, pods: string, backoff = 0): DaemonObserved {
  return {
    nodes: nodes(...names.split('')),
    pods: pods === '' ? [] : pods.split(' ').map(pod),
    hash: 'new',
    now,
    backoff: () => backoff,
  };
}

const told = (plan: { create: readonly string[]; delete: readonly Pod[] }) => ({
  create: plan.create.join(' '),
  delete: plan.delete.map(({ metadata }) => metadata.name).join(' '),
});

describe('planDaemonPods', () => {
  it.each<[string, DaemonSet, string, string, string, string]>([
    ['makes a pod for every node', set(), 'abc', 'b:ready', 'a c', ''],
    ['waits for a pod that is going', set(), 'a', 'a:going', '', ''],
    ['keeps the placed one of several', set(), 'a', 'a:unplaced a:ready', '', 'a:unplaced'],
    ['keeps the oldest of several', set(), 'a', 'a:ready a:ill', '', 'a:ill'],
    ['deletes a pod that has failed', set(), 'a', 'a:failed', '', 'a:failed'],
    ['deletes a pod that has ended', set(), 'a', 'a:succeeded', '', 'a:succeeded'],
    ['deletes what was made for a node that is gone', set(), 'a', 'a:ready z:unplaced', '', 'z:unplaced'],
    ['leaves what ran on a node that is gone to others', set(), 'a', 'a:ready z:ready', '', ''],
    ['surging, keeps the old one until the new one is available', set(surging), 'a', 'a:ready a:ill:new', '', ''],
    ['surging, drops the old one after that', set(surging), 'a', 'a:ready a:ready:new', '', 'a:ready'],
    ['surging, drops an old one that is not ready', set(surging), 'a', 'a:ill a:ill:new', '', 'a:ill'],
    ['surging, makes a pod beside one that is going', set(surging), 'a', 'a:going', 'a', ''],
  ])('%s', (_name, given, names, pods, create, deleted) => {
    expect(told(planDaemonPods(given, observe(names, pods)))).toEqual({ create, delete: deleted });
  });

  it('waits before it replaces a pod that fails again', () => {
    const plan = planDaemonPods(set(), observe('a', 'a:failed', 700));
    expect([plan.delete, plan.ended, plan.wait]).toEqual([[], [], 700]);
  });

  it('takes its pods from nodes that they may not stay on', () => {
    const observed = observe('ab', 'a:ready b:ready');
    const [a] = observed.nodes;
    if (a !== undefined) a.spec.taints = [{ key: 'x', effect: 'NoExecute' }];
    expect(told(planDaemonPods(set(), observed))).toEqual({ create: '', delete: 'a:ready' });
  });
});

describe('planDaemonUpdate', () => {
  it.each<[string, DaemonSet, string, string, string]>([
    ['replaces as many as may be missing', set(), 'a:ready b:ready c:ready', '', 'a:ready'],
    ['waits for the one that is missing', set(), 'a:going b:ready c:ready', '', ''],
    ['waits for a new one that is not ready', set(), 'a:ill:new b:ready c:ready', '', ''],
    ['replaces those that are not ready in any case', set(), 'a:ill:new b:ill c:ill', '', 'b:ill c:ill'],
    ['is done', set(), 'a:ready:new b:ready:new c:ready:new', '', ''],
    ['leaves it to others', set({ updateStrategy: { type: 'OnDelete' } }), 'a:ready b:ready c:ready', '', ''],
    ['makes new ones beside the old', set(surging), 'a:ready b:ready c:ready', 'a', ''],
    ['makes them at once where the old one is not ready', set(surging), 'a:ready b:ill c:ill', 'b c a', ''],
    ['waits for one that surges', set(surging), 'a:ready a:ill:new b:ready c:ready', '', ''],
    ['drops the old one, and goes on', set(surging), 'a:ready a:ready:new b:ready c:ready', 'b', 'a:ready'],
  ])('%s', (_name, given, pods, create, deleted) => {
    expect(told(planDaemonUpdate(given, observe('abc', pods)))).toEqual({ create, delete: deleted });
  });
});

describe('daemonStatus', () => {
  it('counts nodes, not pods', () => {
    const observed = observe('abc', 'a:ready:new a:ready b:ill z:ready');
    expect(daemonStatus(set(), observed, { collisionCount: 0, observedGeneration: 3 })).toEqual({
      observedGeneration: 3,
      desiredNumberScheduled: 3,
      currentNumberScheduled: 2,
      numberMisscheduled: 0,
      numberReady: 1,
      updatedNumberScheduled: 1,
      numberAvailable: 1,
      numberUnavailable: 2,
    });
  });
});

describe('daemonTolerations', () => {
  it('adds none that is there, and one more for the network of the node', () => {
    const own = { key: 'node.kubernetes.io/unreachable', operator: 'Exists' as const, effect: 'NoExecute' as const };
    const template = { metadata: {}, spec: { containers: [], hostNetwork: true, tolerations: [own] } };
    const keys = daemonTolerations(template).map(({ key }) => key?.replace('node.kubernetes.io/', ''));
    expect(keys).toEqual([
      'unreachable',
      'not-ready',
      'disk-pressure',
      'memory-pressure',
      'pid-pressure',
      'unschedulable',
      'network-unavailable',
    ]);
  });
});

describe('templateForNode', () => {
  it('replaces what nodes the template asks for, and keeps what it prefers', () => {
    const preferred = [{ weight: 1, preference: { matchExpressions: [{ key: 'x', operator: 'Exists' as const }] } }];
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] },
      preferredDuringSchedulingIgnoredDuringExecution: preferred,
    };
    const { spec } = templateForNode({ metadata: {}, spec: { containers: [], affinity: { nodeAffinity } } }, 'a');
    expect(spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toEqual(preferred);
    expect(targetNode({ metadata: {}, spec, status: {} })).toBe('a');
  });
});
