import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '@wherry/api/apps-v1';
import {
  DESIRED_REPLICAS_ANNOTATION,
  MAX_REPLICAS_ANNOTATION,
  newestAnnotations,
  nextRevision,
} from './replica-set-annotations.ts';
import { planCleanup, planRollingStep } from './rollout.ts';
import { rolloutBounds, type RolloutBounds } from './rollout-bounds.ts';
import { isScalingEvent, planScaling, type Resize } from './scaling.ts';

function replicaSet(
  name: string,
  replicas: number,
  available = replicas,
  annotations: Record<string, string> = {},
): ReplicaSet {
  return {
    metadata: { name, annotations, creationTimestamp: `2026-01-01T00:00:${name.padStart(2, '0')}Z` },
    spec: { replicas, template: { metadata: {}, spec: { containers: [] } } },
    status: { replicas, availableReplicas: available },
  };
}

const bounds = (wanted: number, maxSurge: number, maxUnavailable: number): RolloutBounds => ({
  wanted,
  maxSurge,
  maxUnavailable,
});
const sizes = (plan: readonly Resize[]) => plan.map(({ set, replicas }) => [set.metadata.name, replicas]);

const deployment = (spec: object, annotations: Record<string, string> = {}) =>
  ({ metadata: { name: 'web', annotations }, spec, status: {} }) as unknown as Deployment;

describe('rolloutBounds', () => {
  const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
  });

  it.each<[string, object, [number, number]]>([
    ['rounds the surge up and what is missing down', { replicas: 10, ...rolling('25%', '25%') }, [3, 2]],
    ['lets one be missing when both round to zero', { replicas: 1, ...rolling('0%', '10%') }, [0, 1]],
    ['lets no more be missing than there are', { replicas: 2, ...rolling(0, 5) }, [0, 2]],
    ['knows neither with Recreate', { replicas: 5, strategy: { type: 'Recreate' } }, [0, 0]],
  ])('%s', (_name, spec, expected) => {
    const { maxSurge, maxUnavailable } = rolloutBounds(deployment(spec));
    expect([maxSurge, maxUnavailable]).toEqual(expected);
  });
});

describe('planRollingStep', () => {
  it.each<[string, RolloutBounds, ReplicaSet, ReplicaSet[], [string, number][]]>([
    ['the newest grows by the surge', bounds(10, 2, 0), replicaSet('9', 0), [replicaSet('1', 10)], [['9', 2]]],
    [
      'the newest does not grow beyond what is wanted',
      bounds(3, 5, 0),
      replicaSet('9', 1),
      [replicaSet('1', 1)],
      [['9', 3]],
    ],
    ['the newest shrinks to what is wanted', bounds(3, 1, 0), replicaSet('9', 5), [], [['9', 3]]],
    [
      'nothing goes while the new ones are not available',
      bounds(10, 2, 0),
      replicaSet('9', 2, 0),
      [replicaSet('1', 10)],
      [],
    ],
    [
      'an old one goes for each new one that is available',
      bounds(10, 2, 0),
      replicaSet('9', 2),
      [replicaSet('1', 10)],
      [['1', 8]],
    ],
    ['as many go as may be missing', bounds(10, 0, 3), replicaSet('9', 0), [replicaSet('1', 10)], [['1', 7]]],
    [
      'old pods that are not available go first, of the oldest first',
      bounds(4, 1, 1),
      replicaSet('9', 1, 0),
      [replicaSet('2', 2, 1), replicaSet('1', 2, 2)],
      [['2', 1]],
    ],
    [
      'the oldest goes before younger ones',
      bounds(6, 2, 2),
      replicaSet('9', 2, 2),
      [replicaSet('2', 3), replicaSet('1', 3)],
      [
        ['1', 0],
        ['2', 2],
      ],
    ],
    ['nothing is left to do', bounds(3, 1, 0), replicaSet('9', 3), [replicaSet('1', 0)], []],
  ])('%s', (_name, limits, newest, old, expected) => {
    expect(sizes(planRollingStep({ bounds: limits, newest, old }))).toEqual(expected);
  });

  it('ends with only new pods, and keeps to both bounds all the way', () => {
    const limits = fc
      .record({ wanted: fc.integer({ min: 1, max: 20 }), maxSurge: fc.nat(5), maxUnavailable: fc.nat(5) })
      .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0);
    fc.assert(
      fc.property(limits, ({ wanted, maxSurge, maxUnavailable }) => {
        const some = bounds(wanted, maxSurge, Math.min(maxUnavailable, wanted));
        let [oldSize, newSize] = [wanted, 0];
        for (let step = 0; step < 200; step += 1) {
          const state = { bounds: some, newest: replicaSet('9', newSize), old: [replicaSet('1', oldSize)] };
          const plan = planRollingStep(state);
          if (plan.length === 0) break;
          for (const { set, replicas } of plan) {
            if (set.metadata.name === '9') newSize = replicas;
            else oldSize = replicas;
          }
          expect(oldSize + newSize).toBeLessThanOrEqual(wanted + maxSurge);
          // What has just been added is not available yet.
          expect(oldSize + Math.min(newSize, state.newest.spec.replicas ?? 0)).toBeGreaterThanOrEqual(
            wanted - some.maxUnavailable,
          );
        }
        expect([oldSize, newSize]).toEqual([0, wanted]);
      }),
    );
  });
});

describe('planScaling', () => {
  const noted = (wanted: number, most: number) => ({
    [DESIRED_REPLICAS_ANNOTATION]: String(wanted),
    [MAX_REPLICAS_ANNOTATION]: String(most),
  });
  const scaling = (wanted: number, newest: ReplicaSet, ...old: ReplicaSet[]) => ({
    bounds: bounds(wanted, 3, 2),
    isRolling: true,
    newest,
    old,
    counted: 0,
  });

  it.each<[string, ReturnType<typeof scaling>, [string, number][]]>([
    ['the only one gets all', scaling(5, replicaSet('9', 0), replicaSet('1', 3)), [['1', 5]]],
    ['the newest gets all when none has pods', scaling(5, replicaSet('9', 0), replicaSet('1', 0)), [['9', 5]]],
    [
      'old ones go when the newest has all that is wanted',
      scaling(5, replicaSet('9', 5, 5, noted(5, 8)), replicaSet('1', 2, 2, noted(5, 8))),
      [['1', 0]],
    ],
    [
      'growth is shared, and the largest gets what is left over',
      scaling(30, replicaSet('9', 5, 0, noted(10, 13)), replicaSet('1', 8, 8, noted(10, 13))),
      [
        ['1', 20],
        ['9', 13],
      ],
    ],
    [
      'shrinking is shared too',
      scaling(5, replicaSet('9', 5, 0, noted(10, 13)), replicaSet('1', 8, 8, noted(10, 13))),
      [
        ['1', 5],
        ['9', 3],
      ],
    ],
    [
      'nothing is wanted any more',
      scaling(0, replicaSet('9', 5, 0, noted(10, 13)), replicaSet('1', 8, 8, noted(10, 13))),
      [
        ['1', 0],
        ['9', 0],
      ],
    ],
    [
      'without notes all of it goes to the largest',
      scaling(10, replicaSet('9', 2), replicaSet('1', 3)),
      [
        ['1', 11],
        ['9', 2],
      ],
    ],
  ])('%s', (_name, rollout, expected) => {
    expect(sizes(planScaling(rollout))).toEqual(expected);
  });

  it('is due when a ReplicaSet with pods was scaled for another size', () => {
    expect(isScalingEvent(scaling(4, replicaSet('9', 3, 3, noted(3, 6))))).toBe(true);
    expect(isScalingEvent(scaling(3, replicaSet('9', 3, 3, noted(3, 6)), replicaSet('1', 0, 0, noted(9, 12))))).toBe(
      false,
    );
  });
});

describe('planCleanup', () => {
  const revisionOf = ({ metadata }: Readonly<ReplicaSet>): bigint => BigInt(metadata.name ?? '');
  const empty = ['1', '2', '3'].map((name) => replicaSet(name, 0));
  const names = (limit: number | undefined, sets: ReplicaSet[]) =>
    planCleanup(sets, { limit, revisionOf }).map(({ metadata }) => metadata.name);

  it('takes the lowest revisions beyond the limit', () => expect(names(1, empty.toReversed())).toEqual(['1', '2']));
  it('takes none within the limit', () => expect(names(3, empty)).toEqual([]));
  it('takes none without a limit', () => expect(names(undefined, empty)).toEqual([]));
  it('leaves those that have pods', () => {
    expect(names(0, [replicaSet('1', 1), replicaSet('2', 0)])).toEqual(['2']);
  });
});

describe('newestAnnotations', () => {
  const revision = 'deployment.kubernetes.io/revision';
  const history = 'deployment.kubernetes.io/revision-history';

  it('copies those of the Deployment, but not its notes and what kubectl applied', () => {
    const own = { team: 'a', [revision]: '7', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    expect(newestAnnotations(deployment({}, own), {}, { revision: 2n })).toEqual({ team: 'a', [revision]: '2' });
  });

  it('keeps the revisions that it was before', () => {
    const old = { [revision]: '2', [history]: '1' };
    expect(newestAnnotations(deployment({}), old, { revision: 4n })).toEqual({ [revision]: '4', [history]: '1,2' });
  });

  it('is above every revision that was adopted, however large', () => {
    const adopted = replicaSet('9', 0, 0, { [revision]: '3546343826724305832' });
    const next = nextRevision([replicaSet('1', 0, 0, { [revision]: '1' }), adopted]);
    expect(newestAnnotations(deployment({}), {}, { revision: next })).toEqual({ [revision]: '3546343826724305833' });
  });

  it('passes over a revision that has more than 64 bits', () => {
    expect(nextRevision([replicaSet('9', 0, 0, { [revision]: '9223372036854775808' })])).toBe(1n);
  });

  it('does not lower a revision', () => {
    expect(newestAnnotations(deployment({}), { [revision]: '5' }, { revision: 3n })).toEqual({ [revision]: '5' });
  });

  it('drops the oldest of a history that has become too long', () => {
    const old = { [revision]: '999', [history]: Array.from({ length: 600 }, (_, n) => String(n + 100)).join() };
    const kept = newestAnnotations(deployment({}), old, { revision: 1000n })[history] ?? '';
    expect(kept.length).toBeLessThanOrEqual(2000);
    expect(kept.endsWith(',999')).toBe(true);
  });
});
