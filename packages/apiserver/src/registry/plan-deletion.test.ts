import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@wherry/api/resources';
import { planDeletion } from './plan-deletion.ts';

const now = new Date('2026-05-01T12:00:00Z');
const at = (seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString().replace('.000', '');

type Metadata = KubeObject['metadata'];
type Strategy = Parameters<typeof planDeletion>[0];
type Options = Parameters<typeof planDeletion>[1]['options'];

const plain: Strategy = {};
const graceful: Strategy = { gracePeriodSeconds: (_object, requested) => requested ?? 30 };

function plan(strategy: Strategy, metadata: Metadata, options: Options = {}) {
  const result = planDeletion(strategy, { object: { metadata }, options, now });
  const marked = result.kind === 'mark' ? result.object : result.kind === 'remove' ? result.marked : undefined;
  return { kind: result.kind, ...(marked === undefined ? {} : { metadata: marked.metadata }) };
}

describe('planDeletion of what has no grace period', () => {
  it.each<[string, Metadata, Options, ReturnType<typeof plan>]>([
    ['removes what nothing waits for', {}, {}, { kind: 'remove' }],
    ['passes over a grace period', {}, { gracePeriodSeconds: 30 }, { kind: 'remove' }],
    [
      'marks what has finalizers, as a new generation',
      { finalizers: ['a/b'], generation: 3 },
      {},
      {
        kind: 'mark',
        metadata: { finalizers: ['a/b'], generation: 4, deletionTimestamp: at(0), deletionGracePeriodSeconds: 0 },
      },
    ],
    [
      'leaves what is marked as it is',
      { finalizers: ['a/b'], generation: 4, deletionTimestamp: at(-9), deletionGracePeriodSeconds: 0 },
      {},
      {
        kind: 'mark',
        metadata: { finalizers: ['a/b'], generation: 4, deletionTimestamp: at(-9), deletionGracePeriodSeconds: 0 },
      },
    ],
    ['removes what is marked and waits for nothing any more', { deletionTimestamp: at(-9) }, {}, { kind: 'remove' }],
  ])('%s', (_name, metadata, options, expected) => {
    expect(plan(plain, metadata, options)).toEqual(expected);
  });
});

describe('planDeletion of dependents', () => {
  const orphaning: Strategy = { defaultPropagation: 'Orphan' };
  const childless: Strategy = { defaultPropagation: 'None' };
  it.each<[string, Strategy, readonly string[], Options, readonly string[] | 'removed']>([
    ['in the background is what happens by itself', plain, [], {}, 'removed'],
    ['in the foreground waits for them', plain, [], { propagationPolicy: 'Foreground' }, ['foregroundDeletion']],
    ['who are orphaned waits until they are', plain, [], { propagationPolicy: 'Orphan' }, ['orphan']],
    ['who are orphaned the old way', plain, [], { orphanDependents: true }, ['orphan']],
    ['who are not, the old way, although the kind would', orphaning, [], { orphanDependents: false }, 'removed'],
    ['by the kind’s own rule', orphaning, [], {}, ['orphan']],
    ['by the client’s wish and not by the kind’s rule', orphaning, [], { propagationPolicy: 'Background' }, 'removed'],
    [
      'by the object’s finalizer and not by the kind’s rule',
      orphaning,
      ['foregroundDeletion'],
      {},
      ['foregroundDeletion'],
    ],
    [
      'by the client’s wish and not by the finalizer',
      plain,
      ['orphan', 'a/b'],
      { propagationPolicy: 'Foreground' },
      ['a/b', 'foregroundDeletion'],
    ],
    ['in the background takes the finalizer away', plain, ['orphan'], { propagationPolicy: 'Background' }, 'removed'],
    ['of a kind that cannot have any waits for nothing', childless, [], { propagationPolicy: 'Foreground' }, 'removed'],
    [
      'keeps the order of finalizers that stay the same',
      plain,
      ['orphan', 'a/b'],
      { propagationPolicy: 'Orphan' },
      ['orphan', 'a/b'],
    ],
  ])('%s', (_name, strategy, finalizers, options, expected) => {
    const { kind, metadata } = plan(strategy, { finalizers: [...finalizers] }, options);
    expect(kind === 'remove' ? 'removed' : metadata?.finalizers).toEqual(expected);
  });
});

describe('planDeletion with a grace period', () => {
  const leaving = (grace: number, since = 0): Metadata => ({
    generation: 2,
    deletionTimestamp: at(grace - since),
    deletionGracePeriodSeconds: grace,
  });
  it.each<[string, Metadata, number | undefined, ReturnType<typeof plan>]>([
    ['gives the kind’s own', { generation: 1 }, undefined, { kind: 'mark', metadata: leaving(30) }],
    ['gives what the client asks for', { generation: 1 }, 5, { kind: 'mark', metadata: leaving(5) }],
    ['takes less than nothing for a second', { generation: 1 }, -7, { kind: 'mark', metadata: leaving(1) }],
    ['of zero removes at once, marked', { generation: 1 }, 0, { kind: 'remove', metadata: leaving(0) }],
    ['that runs goes on', leaving(30, 10), undefined, { kind: 'wait' }],
    ['that runs cannot be made longer', leaving(30, 10), 31, { kind: 'wait' }],
    [
      'that runs is made shorter, counted from its beginning',
      leaving(30, 10),
      15,
      { kind: 'mark', metadata: { ...leaving(15), deletionTimestamp: at(5) } },
    ],
    [
      'that would be over by then ends in a second',
      leaving(30, 20),
      15,
      { kind: 'mark', metadata: { ...leaving(1), deletionTimestamp: at(0) } },
    ],
    ['that is cut to zero ends now', leaving(30, 20), 0, { kind: 'remove', metadata: { ...leaving(0) } }],
    ['that is over lets go', leaving(0, 5), undefined, { kind: 'remove' }],
  ])('%s', (_name, metadata, gracePeriodSeconds, expected) => {
    const options = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
    expect(plan(graceful, metadata, options)).toEqual(expected);
  });

  it('of zero still waits for finalizers', () => {
    expect(plan(graceful, { finalizers: ['a/b'] }, { gracePeriodSeconds: 0 }).kind).toBe('mark');
  });
});

describe('planDeletion of what shows that it is going', () => {
  const phased: Strategy = {
    holdsDeletion: ({ metadata }) => metadata.annotations?.['held'] === 'yes',
    markDeleting: (object) => (object.metadata.labels = { phase: 'Terminating' }),
  };

  it('marks it at first, whether something holds it or not', () => {
    const { kind, metadata } = plan(phased, {});
    expect([kind, metadata]).toEqual(['mark', { labels: { phase: 'Terminating' }, deletionTimestamp: at(0) }]);
  });

  it('leaves it as long as something holds it, and removes it then', () => {
    const deletionTimestamp = at(-5);
    expect(plan(phased, { deletionTimestamp, annotations: { held: 'yes' } }).kind).toBe('wait');
    expect(plan(phased, { deletionTimestamp }).kind).toBe('remove');
  });
});
