import type { Pod } from '@wherry/api/core-v1';
import type { PodDisruptionBudget } from '@wherry/api/policy-v1';
import { describe, expect, it } from 'vitest';
import { failedStatus, planBudget } from './disruption-budget.ts';

const now = Date.parse('2026-01-01T00:10:00Z');

const newBudget = (
  spec: PodDisruptionBudget['spec'],
  status: Partial<PodDisruptionBudget['status']> = {},
): PodDisruptionBudget => ({
  metadata: { namespace: 'default', name: 'b', generation: 3 },
  spec,
  status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, ...status },
});

const newPod = (name: string, { ready = true, isGoing = false } = {}): Pod => ({
  metadata: { name, ...(isGoing ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) },
  spec: { containers: [] },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const four = [newPod('a'), newPod('b'), newPod('c'), newPod('d', { ready: false })];

describe('planBudget', () => {
  it.each<[string, PodDisruptionBudget['spec'], readonly Pod[], number, number[]]>([
    ['a number that must stay', { minAvailable: 2 }, four, 9, [1, 3, 2, 4]],
    ['a share that must stay, rounded up', { minAvailable: '50%' }, four, 5, [0, 3, 3, 5]],
    ['a number that may go', { maxUnavailable: 1 }, four, 3, [1, 3, 2, 3]],
    ['a share that may go, rounded up', { maxUnavailable: '30%' }, four, 4, [1, 3, 2, 4]],
    ['more than there are', { maxUnavailable: 9 }, four, 4, [3, 3, 0, 4]],
    ['too few', { minAvailable: 5 }, four, 4, [0, 3, 5, 4]],
    ['none', { minAvailable: 0 }, [], 0, [0, 0, 0, 0]],
    ['some that are going', { minAvailable: 1 }, [newPod('a'), newPod('b', { isGoing: true })], 2, [0, 1, 1, 2]],
  ])('counts with %s', (_name, spec, pods, wanted, expected) => {
    const { status } = planBudget({ budget: newBudget(spec), pods, wanted, now });
    const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods, conditions } = status;
    expect([disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods]).toEqual(expected);
    expect(conditions).toMatchObject([
      {
        type: 'DisruptionAllowed',
        status: expected[0] === 0 ? 'False' : 'True',
        reason: expected[0] === 0 ? 'InsufficientPods' : 'SufficientPods',
        observedGeneration: 3,
      },
    ]);
  });

  it('does not count pods whose eviction was granted, for two minutes', () => {
    const disruptedPods = { a: '2026-01-01T00:09:00Z', b: '2026-01-01T00:08:00Z', gone: '2026-01-01T00:09:00Z' };
    const plan = planBudget({ budget: newBudget({ minAvailable: 1 }, { disruptedPods }), pods: four, wanted: 4, now });
    expect(plan.status).toMatchObject({ disruptedPods: { a: '2026-01-01T00:09:00Z' }, currentHealthy: 2 });
    expect(plan.stayed.map(({ metadata }) => metadata.name)).toEqual(['b']);
    expect(plan.again).toBe(60_000);
  });
});

describe('failedStatus', () => {
  it('lets nothing go', () => {
    const status = failedStatus(newBudget({}, { disruptionsAllowed: 5 }), { message: 'why', now });
    expect(status).toMatchObject({
      disruptionsAllowed: 0,
      conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'why' }],
    });
  });
});
