import type { Node, Pod, Taint } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { newNode } from '../testing/new-node.ts';
import { planPodGarbage } from './pod-garbage.ts';

interface Traits {
  readonly node?: string;
  readonly phase?: 'Running' | 'Succeeded' | 'Failed';
  readonly isGoing?: boolean;
  readonly reason?: string;
  readonly age?: number;
}

function newPod(name: string, { node = 'good', phase = 'Running', isGoing = false, reason, age = 0 }: Traits): Pod {
  return {
    metadata: {
      name,
      creationTimestamp: `2026-01-01T00:0${9 - age}:00Z`,
      ...(isGoing ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    spec: { containers: [], nodeName: node },
    status: { phase, ...(reason === undefined ? {} : { reason }) },
  };
}

const out = [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' as const }];
const nodeThatIs = (ready: string, taints: Taint[] = []): Node =>
  newNode({ conditions: [{ type: 'Ready', status: ready }], taints });
const nodes = new Map([
  ['good', nodeThatIs('True')],
  ['down', nodeThatIs('Unknown')],
  ['out', nodeThatIs('Unknown', out)],
  ['back', nodeThatIs('True', out)],
]);

function garbage(pods: readonly Pod[], threshold = 0): [string | undefined, boolean][] {
  const missingSince = new Map([
    ['gone', 0],
    ['just-gone', 30_000],
  ]);
  return planPodGarbage({ pods, nodes, threshold, missingSince, now: 40_000 }).map(({ pod, isOrphan }) => [
    pod.metadata.name,
    isOrphan,
  ]);
}

describe('planPodGarbage', () => {
  it.each<[string, Traits, [string, boolean][]]>([
    ['a running pod', {}, []],
    ['an ended pod', { phase: 'Failed' }, []],
    ['a pod on a node that is gone', { node: 'gone' }, [['p', true]]],
    ['a pod on a node that has only just gone', { node: 'just-gone' }, []],
    ['a pod without a node that is being deleted', { node: '', isGoing: true }, [['p', false]]],
    ['a pod that waits for a node', { node: '' }, []],
    ['a pod that is being deleted on a node that is down', { node: 'down', isGoing: true }, []],
    ['the same on one that is out of service', { node: 'out', isGoing: true }, [['p', false]]],
    ['the same on one that has come back', { node: 'back', isGoing: true }, []],
    ['a pod that is not being deleted on such a node', { node: 'out' }, []],
  ])('is right about %s', (_name, traits, expected) => {
    expect(garbage([newPod('p', traits)])).toEqual(expected);
  });

  it('takes ended pods beyond the threshold: evicted ones, then the oldest', () => {
    const pods = [
      newPod('young', { phase: 'Succeeded', age: 1 }),
      newPod('old', { phase: 'Succeeded', age: 5 }),
      newPod('evicted', { phase: 'Failed', reason: 'Evicted' }),
      newPod('running', { age: 9 }),
    ];
    expect(garbage(pods, 1).map(([name]) => name)).toEqual(['evicted', 'old']);
    expect(garbage(pods, 3)).toEqual([]);
    expect(garbage(pods, 0)).toEqual([]);
  });
});
