import type { Node, Pod, Taint, Toleration } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { newNode } from '../../testing/new-node.ts';
import { planTaints, silentConditions, type Eviction } from './node-health.ts';
import { BlockRange } from './pod-blocks.ts';
import { toleranceOf } from './pod-tolerance.ts';
import { evictionRate, EvictionLimiter, zoneState } from './zones.ts';

const now = '2026-01-01T00:10:00Z';

interface Traits {
  readonly ready?: 'True' | 'False' | 'Unknown';
  readonly pressure?: string;
  readonly taints?: readonly string[];
  readonly unschedulable?: boolean;
}

const taint = (text: string): Taint => {
  const [key = '', effect = ''] = text.split(':');
  return { key, effect: effect === 'NoExecute' ? 'NoExecute' : 'NoSchedule' };
};

function nodeWith({ ready, pressure, taints = [], unschedulable }: Traits): Node {
  const conditions = [
    ...(ready === undefined ? [] : [{ type: 'Ready', status: ready, lastHeartbeatTime: '2026-01-01T00:00:00Z' }]),
    ...(pressure === undefined ? [] : [{ type: pressure, status: 'True' }]),
  ];
  return newNode({ conditions, taints: taints.map(taint), ...(unschedulable === undefined ? {} : { unschedulable }) });
}

describe('silentConditions', () => {
  it('makes all that only the kubelet knows unknown', () => {
    const conditions = silentConditions(nodeWith({ ready: 'True' }), now);
    expect(conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ['Ready', 'Unknown', 'NodeStatusUnknown'],
      ['MemoryPressure', 'Unknown', 'NodeStatusNeverUpdated'],
      ['DiskPressure', 'Unknown', 'NodeStatusNeverUpdated'],
      ['PIDPressure', 'Unknown', 'NodeStatusNeverUpdated'],
    ]);
    expect(conditions?.[0]).toMatchObject({
      message: 'Kubelet stopped posting node status.',
      lastHeartbeatTime: '2026-01-01T00:00:00Z',
      lastTransitionTime: now,
    });
  });

  it('says it once', () => {
    const node = nodeWith({ ready: 'True' });
    const conditions = silentConditions(node, now) ?? [];
    expect(silentConditions({ ...node, status: { ...node.status, conditions } }, now)).toBeUndefined();
  });
});

describe('planTaints', () => {
  const not = 'node.kubernetes.io/not-ready';
  const gone = 'node.kubernetes.io/unreachable';
  const cordon = 'node.kubernetes.io/unschedulable:NoSchedule';

  it.each<[string, Traits, Eviction, string[] | undefined]>([
    ['nothing for a good node', { ready: 'True' }, 'later', undefined],
    ['both for one that is not ready', { ready: 'False' }, 'allowed', [`${not}:NoSchedule`, `${not}:NoExecute`]],
    ['both for one that is unknown', { ready: 'Unknown' }, 'allowed', [`${gone}:NoSchedule`, `${gone}:NoExecute`]],
    ['no driving off before its turn', { ready: 'Unknown' }, 'later', [`${gone}:NoSchedule`]],
    [
      'no driving off any more when all are down',
      { ready: 'Unknown', taints: [`${gone}:NoSchedule`, `${gone}:NoExecute`] },
      'forbidden',
      [`${gone}:NoSchedule`],
    ],
    [
      'away what is over',
      { ready: 'True', taints: [`${gone}:NoSchedule`, `${gone}:NoExecute`, 'own:NoExecute'] },
      'later',
      ['own:NoExecute'],
    ],
    [
      'the other form when it changes',
      { ready: 'Unknown', taints: [`${not}:NoSchedule`, `${not}:NoExecute`] },
      'later',
      [`${gone}:NoSchedule`, `${gone}:NoExecute`],
    ],
    ['pressure', { ready: 'True', pressure: 'DiskPressure' }, 'later', ['node.kubernetes.io/disk-pressure:NoSchedule']],
    ['cordoning', { ready: 'True', unschedulable: true }, 'later', [cordon]],
    ['uncordoning', { ready: 'True', taints: [cordon] }, 'later', []],
  ])('puts %s', (_name, traits, eviction, expected) => {
    const taints = planTaints(nodeWith(traits), { eviction, now });
    expect(taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual(expected);
  });
});

describe('zones', () => {
  it.each([
    [3, 3, 'normal'],
    [2, 3, 'normal'],
    [1, 3, 'normal'],
    [0, 3, 'fullDisruption'],
    [2, 5, 'partialDisruption'],
    [3, 6, 'normal'],
  ] as const)('with %i of %i nodes ready are in state %s', (ready, total, state) => {
    expect(zoneState(ready, total)).toBe(state);
  });

  it('are emptied by their state', () => {
    const options = { total: 10, rate: 0.1, isEverythingDown: false };
    expect(evictionRate('normal', options)).toBe(0.1);
    expect(evictionRate('partialDisruption', options)).toBe(0);
    expect(evictionRate('partialDisruption', { ...options, total: 51 })).toBe(0.01);
    expect(evictionRate('fullDisruption', options)).toBe(0.1);
    expect(evictionRate('fullDisruption', { ...options, isEverythingDown: true })).toBe(0);
  });

  it('are emptied one node after the other', () => {
    const limiter = new EvictionLimiter();
    expect(limiter.until('a', { rate: 0.1, now: 0 })).toBe(0);
    limiter.count('a', 0);
    expect(limiter.until('a', { rate: 0.1, now: 4000 })).toBe(6000);
    expect(limiter.until('b', { rate: 0.1, now: 4000 })).toBe(0);
    expect(limiter.until('a', { rate: 0, now: 20_000 })).toBeUndefined();
    expect(limiter.until('a', { rate: 0.1, now: 10_000 })).toBe(0);
  });
});

describe('toleranceOf', () => {
  const bad: Taint = { key: 'bad', value: 'x', effect: 'NoExecute' };
  const other: Taint = { key: 'other', effect: 'NoExecute' };
  const when = { since: () => 1000, now: 5000 };
  const podWith = (...tolerations: Toleration[]): Pod => ({
    metadata: {},
    spec: { containers: [], tolerations },
    status: {},
  });

  it.each<[string, Toleration[], Taint[], object]>([
    ['goes without a toleration', [], [bad], { kind: 'goes' }],
    ['stays where nothing drives it off', [], [{ key: 'bad', effect: 'NoSchedule' }], { kind: 'stays' }],
    ['stays with a toleration', [{ key: 'bad', value: 'x' }], [bad], { kind: 'stays' }],
    ['goes when the value is another', [{ key: 'bad', value: 'y' }], [bad], { kind: 'goes' }],
    ['stays with one for every taint', [{ operator: 'Exists' }], [bad, other], { kind: 'stays' }],
    ['goes when one of two is not tolerated', [{ key: 'bad', operator: 'Exists' }], [bad, other], { kind: 'goes' }],
    [
      'goes after the shortest time',
      [
        { key: 'bad', operator: 'Exists', tolerationSeconds: 60 },
        { key: 'other', operator: 'Exists', tolerationSeconds: 30 },
      ],
      [bad, other],
      { kind: 'goesAt', at: 31_000 },
    ],
    ['goes when its time is over', [{ key: 'bad', operator: 'Exists', tolerationSeconds: 4 }], [bad], { kind: 'goes' }],
  ])('says that a pod %s', (_name, tolerations, taints, expected) => {
    expect(toleranceOf(podWith(...tolerations), taints, when)).toEqual(expected);
  });
});

describe('BlockRange', () => {
  it('gives the parts in turn, and those that have come free only later', () => {
    const range = new BlockRange('10.244.0.0/22', 24);
    expect([range.next([]), range.next(['10.244.0.0/24']), range.next(['10.244.1.0/24'])]).toEqual([
      '10.244.0.0/24',
      '10.244.1.0/24',
      '10.244.2.0/24',
    ]);
    expect(range.next(['10.244.3.0/24', '10.244.0.0/25'])).toBe('10.244.1.0/24');
    expect(range.next(['10.244.0.0/22'])).toBeUndefined();
  });

  it('knows IPv6', () => {
    expect(new BlockRange('fd00:10::/56', 64).next(['fd00:10::/64'])).toBe('fd00:10:0:1::/64');
  });

  it.each([
    ['no block', 'x', 24, 'it is no block of addresses'],
    ['parts larger than the whole', '10.0.0.0/16', 8, 'it has none with a prefix of 8 bits'],
  ])('refuses %s', (_name, cidr, size, message) => {
    expect(() => new BlockRange(cidr, size)).toThrow(message);
  });
});
