import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pod } from '@wherry/api/core-v1';
import { DELETION_COST_ANNOTATION, podsToDelete } from './pod-ranking.ts';

const now = Date.parse('2026-01-10T00:00:00Z');
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString().replace('.000Z', 'Z');

interface Traits {
  node?: string;
  phase?: 'Pending' | 'Running' | 'Unknown';
  readyFor?: number;
  cost?: string;
  restarts?: number;
  age?: number;
}

/** A pod that runs on a node and has been ready for an hour, but for what is said. */
function pod(name: string, traits: Traits = {}): Pod {
  const { node = 'node', phase = 'Running', readyFor = 3600, cost, restarts = 0, age = 7200 } = traits;
  const ready = { type: 'Ready', status: readyFor > 0 ? 'True' : 'False', lastTransitionTime: ago(readyFor) };
  return {
    metadata: {
      name,
      uid: name,
      creationTimestamp: ago(age),
      ...(cost === undefined ? {} : { annotations: { [DELETION_COST_ANNOTATION]: cost } }),
    },
    spec: { containers: [], nodeName: node },
    status: {
      phase,
      conditions: [ready],
      containerStatuses: [
        {
          name: 'app',
          restartCount: restarts,
          ready: readyFor > 0,
          image: 'app',
          imageID: 'app',
          lastState: {},
          state: {},
        },
      ],
    },
  };
}

const first = (pods: Pod[], related: Pod[] = []): string | undefined =>
  podsToDelete(pods, 1, { related, now })[0]?.metadata.name;

describe('podsToDelete', () => {
  it.each<[string, Traits, Traits]>([
    ['one without a node', { node: '' }, { phase: 'Pending', readyFor: 0 }],
    ['one that is pending', { phase: 'Pending', readyFor: 0 }, { phase: 'Unknown', readyFor: 0 }],
    ['one whose state is unknown', { phase: 'Unknown', readyFor: 0 }, { readyFor: 0 }],
    ['one that is not ready', { readyFor: 0, cost: '9' }, { cost: '-9' }],
    ['the cheaper one', { cost: '-10' }, {}],
    ['a pod without a cost before a dear one', { readyFor: 90_000 }, { cost: '1', readyFor: 1 }],
    ['one that has been ready for much shorter', { readyFor: 60 }, { readyFor: 3600 }],
    ['one that has restarted more often', { restarts: 3, age: 90_000 }, { restarts: 1, age: 10 }],
    ['one that is much younger', { age: 60 }, { age: 7200 }],
  ])('takes %s first', (_name, sooner, later) => {
    expect(first([pod('later', later), pod('sooner', sooner)])).toBe('sooner');
    expect(first([pod('sooner', sooner), pod('later', later)])).toBe('sooner');
  });

  it('takes one that shares its node with siblings, also of other owners', () => {
    const [a, b] = [pod('a', { node: 'crowded' }), pod('b', { node: 'lonely' })];
    expect(first([b, a], [a, b, pod('sibling', { node: 'crowded' })])).toBe('a');
  });

  it('does not count what is no number as a cost', () => {
    expect(first([pod('odd', { cost: '+5', readyFor: 60 }), pod('plain')])).toBe('odd');
  });

  it('does not take ages of the same magnitude for different', () => {
    expect(first([pod('b', { readyFor: 3000 }), pod('a', { readyFor: 3100 })])).toBe('a');
  });

  it('gives the same answer in whatever order the pods are known', () => {
    const traits = fc.record({
      node: fc.constantFrom('', 'one', 'two'),
      phase: fc.constantFrom('Pending' as const, 'Running' as const),
      readyFor: fc.constantFrom(0, 5, 50_000),
      cost: fc.constantFrom('0', '7', 'x'),
      restarts: fc.constantFrom(0, 2),
      age: fc.constantFrom(10, 100_000),
    });
    fc.assert(
      fc.property(fc.array(traits, { minLength: 2, maxLength: 6 }), (all) => {
        const pods = all.map((some, index) => pod(`p${index}`, some));
        const names = (order: Pod[]) =>
          podsToDelete(order, all.length - 1, { related: pods, now }).map(({ metadata }) => metadata.name);
        expect(names(pods.toReversed())).toEqual(names(pods));
      }),
    );
  });
});
