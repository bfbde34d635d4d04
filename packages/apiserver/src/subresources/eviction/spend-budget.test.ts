import { asStatusError } from '@wherry/api';
import { Pod } from '@wherry/api/core-v1';
import { PodDisruptionBudget } from '@wherry/api/policy-v1';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import { budgetsOf, goesUncounted, servesNobody, spendBudget } from './spend-budget.ts';

const now = '2026-01-01T00:00:00Z';
const budget = (status: object, spec: object = {}): PodDisruptionBudget =>
  decodeJson(PodDisruptionBudget, {
    metadata: { name: 'b', generation: 2 },
    spec,
    status: { observedGeneration: 2, ...status },
  }).value;
const pod = (given: object): Pod => decodeJson(Pod, { metadata: { name: 'web' }, ...given }).value;
const ready = pod({ status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } });
const unready = pod({ status: { phase: 'Running' } });

function refusal(given: PodDisruptionBudget) {
  try {
    spendBudget(given, { pod: 'web', now });
    return undefined;
  } catch (error) {
    return asStatusError(error);
  }
}

describe('spendBudget', () => {
  it('takes one disruption and notes the pod', () => {
    const { status } = spendBudget(budget({ disruptionsAllowed: 2, disruptedPods: { old: now } }), { pod: 'web', now });
    expect(status.disruptionsAllowed).toBe(1);
    expect(status.disruptedPods).toEqual({ old: now, web: now });
    expect(status.conditions).toBeUndefined();
  });

  it('says with the last one that none is left', () => {
    const conditions = [
      {
        type: 'DisruptionAllowed',
        status: 'True',
        reason: 'SufficientPods',
        lastTransitionTime: '2025-01-01T00:00:00Z',
      },
    ];
    const { status } = spendBudget(budget({ disruptionsAllowed: 1, conditions }), { pod: 'web', now });
    expect(status.conditions).toMatchObject([
      {
        type: 'DisruptionAllowed',
        status: 'False',
        reason: 'InsufficientPods',
        lastTransitionTime: now,
        observedGeneration: 2,
      },
    ]);
  });

  it.each([
    [
      'too few healthy pods',
      { desiredHealthy: 3, currentHealthy: 2 },
      'The disruption budget b needs 3 healthy pods and has 2 currently',
    ],
    [
      'enough of them',
      { desiredHealthy: 1, currentHealthy: 2 },
      'The disruption budget b does not allow evicting pods currently',
    ],
    [
      'a controller that cannot tell',
      {
        currentHealthy: 1,
        conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'why' }],
      },
      'The disruption budget b does not allow evicting pods currently because it failed sync: why',
    ],
  ])('refuses with %s', (_name, status, message) => {
    const error = refusal(budget({ disruptionsAllowed: 0, ...status }));
    expect(error).toMatchObject({
      code: 429,
      reason: 'TooManyRequests',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: { causes: [{ reason: 'DisruptionBudget', message }], retryAfterSeconds: 0 },
    });
  });

  it('refuses for a while what the controller has not seen', () => {
    expect(refusal(budget({ disruptionsAllowed: 1, observedGeneration: 1 }))).toMatchObject({
      code: 429,
      details: {
        causes: [{ message: 'The disruption budget b is still being processed by the server.' }],
        retryAfterSeconds: 10,
      },
    });
  });

  it('refuses a budget that cannot be right', () => {
    expect(refusal(budget({ disruptionsAllowed: -1 }))?.message).toBe(
      'poddisruptionbudget.policy "b" is forbidden: pdb disruptions allowed is negative',
    );
    const disruptedPods = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`p${i}`, now]));
    expect(refusal(budget({ disruptionsAllowed: 1, disruptedPods }))?.message).toContain('DisruptedPods map too big');
  });
});

describe('budgetsOf', () => {
  it.each([
    ['labels that it has', { matchLabels: { app: 'web' } }, 1],
    ['labels that it has not', { matchLabels: { app: 'db' } }, 0],
    ['no labels, which are all pods', {}, 1],
    ['nothing, which is no pod', undefined, 0],
    ['what cannot be read', { matchExpressions: [{ key: 'app', operator: 'Is' }] }, 0],
  ])('selects by %s', (_name, selector, count) => {
    const labelled = pod({ metadata: { name: 'web', labels: { app: 'web' } } });
    expect(budgetsOf(labelled, [budget({}, { selector })])).toHaveLength(count);
  });
});

describe('goesUncounted', () => {
  it.each([
    ['a ready pod', ready, {}, { currentHealthy: 3, desiredHealthy: 1 }, false],
    ['a ready pod, whatever the policy', ready, { unhealthyPodEvictionPolicy: 'AlwaysAllow' }, {}, false],
    ['one that is not, with enough others', unready, {}, { currentHealthy: 1, desiredHealthy: 1 }, true],
    ['one that is not, with too few', unready, {}, { currentHealthy: 0, desiredHealthy: 1 }, false],
    ['one that is not, when none is wanted', unready, {}, { currentHealthy: 0, desiredHealthy: 0 }, false],
    [
      'one that is not, when it always may',
      unready,
      { unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      { desiredHealthy: 1 },
      true,
    ],
  ])('judges %s', (_name, given, spec, status, expected) => {
    expect(goesUncounted(given, budget(status, spec))).toBe(expected);
  });
});

describe('servesNobody', () => {
  it.each([
    ['Succeeded', true],
    ['Failed', true],
    ['Pending', true],
    ['Running', false],
  ])('%s: %s', (phase, expected) => {
    expect(servesNobody(pod({ status: { phase } }))).toBe(expected);
  });

  it('is true of a pod on its way out', () => {
    const leaving = pod({ metadata: { name: 'web', deletionTimestamp: now }, status: { phase: 'Running' } });
    expect(servesNobody(leaving)).toBe(true);
  });
});
