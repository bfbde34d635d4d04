import type { Job, PodFailurePolicy } from '@wherry/api/batch-v1';
import type { Pod } from '@wherry/api/core-v1';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsAfter } from './counts-after.ts';
import { judgeFailure } from './failure-policy.ts';
import { formatIndexes, parseIndexes } from './index-set.ts';
import { failuresInRow, untilNextTry } from './job-backoff.ts';
import { newJobPod } from './job-pod.ts';
import { readJob } from './job-state.ts';
import { planJobPods } from './plan-job-pods.ts';
import { countReleased, planJobEnd, planJobStatus, setCondition } from './plan-job-status.ts';
import { metSuccessRule } from './success-policy.ts';

const now = Date.parse('2026-01-01T01:00:00Z');
const time = '2026-01-01T01:00:00Z';
const TRACKED = 'batch.kubernetes.io/job-tracking';
const INDEX = 'batch.kubernetes.io/job-completion-index';
const FAILURES = 'batch.kubernetes.io/job-index-failure-count';

function newJob(spec: Partial<Job['spec']> = {}, status: Partial<Job['status']> = {}): Job {
  const template = {
    metadata: {},
    spec: { containers: [{ name: 'c', resources: {} }], restartPolicy: 'Never' as const },
  };
  return {
    metadata: { namespace: 'default', name: 'j', uid: 'u' },
    spec: { parallelism: 1, completions: 1, backoffLimit: 6, completionMode: 'NonIndexed', template, ...spec },
    status: { startTime: '2026-01-01T00:00:00Z', ...status },
  };
}

/** One success ends such a Job. */
function unlimited(job: Job): Job {
  const { completions: _none, ...spec } = job.spec;
  return { ...job, spec };
}

interface Traits {
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly index?: number;
  readonly isGoing?: boolean;
  readonly isTracked?: boolean;
  readonly exitCode?: number;
  readonly failures?: number;
  readonly endedAgo?: number;
  readonly restarts?: number;
  readonly condition?: string;
}

function newPod(name: string, traits: Traits = {}): Pod {
  const { phase = 'Running', index, isGoing = false, isTracked = true, exitCode = 1, failures, restarts = 0 } = traits;
  const { endedAgo = 3_600_000, condition } = traits;
  const finishedAt = new Date(now - endedAgo).toISOString();
  const state = phase === 'Failed' || phase === 'Succeeded' ? { terminated: { exitCode, finishedAt } } : {};
  return {
    metadata: {
      namespace: 'default',
      name,
      uid: `uid-${name}`,
      ...(isTracked ? { finalizers: [TRACKED] } : {}),
      ...(isGoing ? { deletionTimestamp: time } : {}),
      annotations: {
        ...(index === undefined ? {} : { [INDEX]: String(index) }),
        ...(failures === undefined ? {} : { [FAILURES]: String(failures) }),
      },
    },
    spec: { containers: [] },
    status: {
      phase,
      containerStatuses: [
        { name: 'c', image: '', imageID: '', ready: false, restartCount: restarts, state, lastState: {} },
      ],
      ...(condition === undefined ? {} : { conditions: [{ type: condition, status: 'True' }] }),
    },
  };
}

const indexed = (completions: number, spec: Partial<Job['spec']> = {}) =>
  ({ completionMode: 'Indexed', completions, parallelism: completions, ...spec }) as const;

describe('indexes', () => {
  it.each([
    ['none', [], ''],
    ['one', [4], '4'],
    ['a pair', [1, 2], '1,2'],
    ['a range', [3, 1, 2, 7], '1-3,7'],
  ])('are written: %s', (_name, indexes, text) => {
    expect(formatIndexes(indexes)).toBe(text);
  });

  it('are read as they were written, up to the number of completions', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60)), (indexes) => {
        expect([...parseIndexes(formatIndexes(indexes), 40)]).toEqual(
          indexes.filter((index) => index < 40).toSorted((a, b) => a - b),
        );
      }),
    );
  });
});

describe('judgeFailure', () => {
  const policy: PodFailurePolicy = {
    rules: [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailIndex', onExitCodes: { operator: 'In', values: [7] } },
      { action: 'FailJob', onExitCodes: { containerName: 'c', operator: 'NotIn', values: [1, 2] } },
      { action: 'Count', onExitCodes: { operator: 'In', values: [1] } },
    ],
  };

  it.each([
    ['a disruption', { condition: 'DisruptionTarget', exitCode: 9 }, { action: 'Ignore', counts: false }],
    ['an exit code in a set', { exitCode: 7 }, { action: 'FailIndex', counts: true }],
    [
      'an exit code out of a set',
      { exitCode: 9 },
      {
        action: 'FailJob',
        counts: true,
        failJob: 'Container c for pod default/p failed with exit code 9 matching FailJob rule at index 2',
      },
    ],
    ['an exit code that just counts', { exitCode: 1 }, { action: 'Count', counts: true }],
    ['what no rule is for', { exitCode: 2 }, { counts: true }],
    ['an exit code of zero, which no rule is for', { exitCode: 0 }, { counts: true }],
  ])('judges %s', (_name, traits, expected) => {
    expect(judgeFailure(policy, newPod('p', { phase: 'Failed', ...traits }))).toEqual(expected);
  });
});

describe('metSuccessRule', () => {
  it.each([
    ['all of some indexes', [{ succeededIndexes: '0,2-3' }], [0, 2, 3], 0],
    ['not all of them', [{ succeededIndexes: '0,2-3' }], [0, 3], undefined],
    ['enough of them', [{ succeededIndexes: '0-4', succeededCount: 2 }], [1, 4], 0],
    ['enough, but others', [{ succeededIndexes: '0-4', succeededCount: 2 }], [1, 7], undefined],
    ['enough of any', [{ succeededIndexes: '9' }, { succeededCount: 2 }], [1, 7], 1],
  ])('is met by %s', (_name, rules, indexes, expected) => {
    const message = metSuccessRule({ rules }, { indexes: new Set(indexes), completions: 10 });
    expect(message).toBe(expected === undefined ? undefined : `Matched rules at index ${expected}`);
  });
});

describe('the wait after failures', () => {
  it.each([
    [0, 0],
    [1, 10_000],
    [2, 20_000],
    [4, 80_000],
    [30, 600_000],
  ])('after %i in a row is %i ms', (count, wait) => {
    expect(untilNextTry({ count, last: now }, now)).toBe(wait);
  });

  it('counts those since the last success', () => {
    expect(failuresInRow([3], [1, 2, 4, 5])).toEqual({ count: 2, last: 5 });
    expect(failuresInRow([], [1])).toEqual({ count: 1, last: 1 });
  });
});

describe('readJob', () => {
  const verdict = (spec: Partial<Job['spec']>, pods: readonly Pod[], status: Partial<Job['status']> = {}) =>
    readJob({ job: newJob(spec, status), pods, now }).verdict?.reason;
  const failed = (name: string, traits: Traits = {}) => newPod(name, { phase: 'Failed', ...traits });

  it.each<[string, Partial<Job['spec']>, readonly Pod[], Partial<Job['status']>, string | undefined]>([
    ['as many failures as may be', { backoffLimit: 1 }, [failed('a')], {}, undefined],
    ['one failure more', { backoffLimit: 1 }, [failed('a'), failed('b')], {}, 'BackoffLimitExceeded'],
    ['failures that were counted before', { backoffLimit: 1 }, [failed('a')], { failed: 1 }, 'BackoffLimitExceeded'],
    ['a pod that is counted already', { backoffLimit: 0 }, [failed('a', { isTracked: false })], {}, undefined],
    ['a deleted pod', { backoffLimit: 0 }, [newPod('a', { isGoing: true })], {}, 'BackoffLimitExceeded'],
    [
      'a deleted pod that may still fail',
      { backoffLimit: 0, podReplacementPolicy: 'Failed' },
      [newPod('a', { isGoing: true })],
      {},
      undefined,
    ],
    ['too long a time', { activeDeadlineSeconds: 3600 }, [], {}, 'DeadlineExceeded'],
    ['enough time', { activeDeadlineSeconds: 3601 }, [], {}, undefined],
    ['no time while suspended', { activeDeadlineSeconds: 1, suspend: true }, [], {}, undefined],
    [
      'a failed index, with nothing left to do',
      indexed(2, { backoffLimitPerIndex: 0 }),
      [failed('a', { index: 0 }), newPod('b', { index: 1, phase: 'Succeeded' })],
      {},
      'FailedIndexes',
    ],
    [
      'a failed index, with more to do',
      indexed(2, { backoffLimitPerIndex: 0 }),
      [failed('a', { index: 0 })],
      {},
      undefined,
    ],
    [
      'an index that has tries left',
      indexed(1, { backoffLimitPerIndex: 2 }),
      [failed('a', { index: 0, failures: 1 })],
      {},
      undefined,
    ],
    [
      'more failed indexes than may be',
      indexed(3, { backoffLimitPerIndex: 0, maxFailedIndexes: 0 }),
      [failed('a', { index: 0 })],
      {},
      'MaxFailedIndexesExceeded',
    ],
    [
      'what was decided before',
      {},
      [],
      { conditions: [{ type: 'FailureTarget', status: 'True', reason: 'Earlier' }] },
      'Earlier',
    ],
  ])('knows %s', (_name, spec, pods, status, expected) => {
    expect(verdict(spec, pods, status)).toBe(expected);
  });

  it('counts restarts where containers are restarted in place', () => {
    const { template } = newJob().spec;
    const spec = { template: { ...template, spec: { ...template.spec, restartPolicy: 'OnFailure' as const } } };
    expect(verdict({ ...spec, backoffLimit: 2 }, [newPod('a', { restarts: 1 })])).toBeUndefined();
    expect(verdict({ ...spec, backoffLimit: 2 }, [newPod('a', { restarts: 2 })])).toBe('BackoffLimitExceeded');
  });
});

describe('planJobPods', () => {
  const plan = (job: Job, pods: readonly Pod[]) => {
    const planned = planJobPods(readJob({ job, pods, now }));
    return {
      create: planned.create.map(({ index }) => index ?? 'any'),
      delete: planned.delete.map(({ metadata }) => metadata.name),
      again: planned.again,
    };
  };
  const nothing = { create: [], delete: [], again: undefined };

  it.each<[string, Job, readonly Pod[], Partial<ReturnType<typeof plan>>]>([
    ['as many as may run', newJob({ parallelism: 2, completions: 5 }), [], { create: ['any', 'any'] }],
    ['no more than are needed', newJob({ parallelism: 9, completions: 3 }, { succeeded: 2 }), [], { create: ['any'] }],
    ['none after a success, without a number', unlimited(newJob({ parallelism: 2 }, { succeeded: 1 })), [], {}],
    ['none when enough are there', newJob(), [newPod('a')], {}],
    [
      'fewer',
      newJob({ parallelism: 1, completions: 5 }),
      [newPod('a', { phase: 'Pending' }), newPod('b')],
      { delete: ['a'] },
    ],
    ['none when suspended', newJob({ suspend: true }), [newPod('a')], { delete: ['a'] }],
    [
      'the first free indexes',
      newJob(indexed(5, { parallelism: 2 }), { completedIndexes: '0,2' }),
      [],
      { create: [1, 3] },
    ],
    [
      'indexes once',
      newJob(indexed(1)),
      [newPod('a', { index: 0, phase: 'Pending' }), newPod('b', { index: 0 })],
      { delete: ['a'] },
    ],
    [
      'no strange indexes',
      newJob(indexed(2)),
      [newPod('a', { index: 7 }), newPod('b', { index: 0 })],
      { delete: ['a'] },
    ],
    ['a failed one only after a while', newJob(), [newPod('a', { phase: 'Failed', endedAgo: 4000 })], { again: 6000 }],
    [
      'each failed index only after its own while',
      newJob(indexed(2, { backoffLimitPerIndex: 3 })),
      [
        newPod('a', { phase: 'Failed', index: 0, failures: 1, endedAgo: 4000 }),
        newPod('b', { phase: 'Failed', index: 1, failures: 0, endedAgo: 11_000 }),
      ],
      { create: [1], again: 16_000 },
    ],
    ['a deleted one at once', newJob({ backoffLimit: 6 }), [newPod('a', { isGoing: true })], { again: 10_000 }],
    [
      'a deleted one only when it has ended, if so told',
      newJob({ podReplacementPolicy: 'Failed' }),
      [newPod('a', { isGoing: true })],
      {},
    ],
  ])('wants %s', (_name, job, pods, expected) => {
    expect(plan(job, pods)).toEqual({ ...nothing, ...expected });
  });
});

describe('newJobPod', () => {
  it('carries over how often its index has failed', () => {
    const job = newJob(indexed(2, { backoffLimitPerIndex: 3 }));
    const replaces = newPod('a', { phase: 'Failed', index: 1, failures: 1 });
    expect(newJobPod(job, { index: 1, replaces }).metadata?.annotations).toEqual({ [INDEX]: '1', [FAILURES]: '2' });
    expect(newJobPod(job, { index: 1 }).metadata?.annotations).toEqual({ [INDEX]: '1', [FAILURES]: '0' });
  });

  it('shortens names that would be too long', () => {
    const job = { ...newJob(indexed(1)), metadata: { name: 'x'.repeat(63) } };
    expect(newJobPod(job, { index: 0 }).metadata?.generateName).toBe(`${'x'.repeat(55)}-0-`);
  });
});

describe('countsAfter', () => {
  const ready = newPod('ready', { condition: 'Ready' });
  const [unready, other] = [newPod('unready'), newPod('other')];

  it.each([
    ['what was created as active', { created: 2, deleted: [] }, { active: 5, ready: 1, terminating: 1 }],
    ['a deleted pod as terminating', { created: 0, deleted: [unready] }, { active: 2, ready: 1, terminating: 2 }],
    [
      'one that was ready not as ready',
      { created: 0, deleted: [ready, other] },
      { active: 1, ready: 0, terminating: 3 },
    ],
  ])('counts %s', (_name, step, counts) => {
    expect(countsAfter({ active: [ready, unready, other], ready: 1, terminating: 1 }, step)).toEqual(counts);
  });
});

describe('planJobStatus', () => {
  const progress = { active: 0, ready: 0, terminating: 0, verdict: undefined, time };

  it('writes uids down before pods are let go', () => {
    const pods = [newPod('a', { phase: 'Succeeded' }), newPod('b', { phase: 'Failed' }), newPod('c')];
    const { status, release } = planJobStatus(readJob({ job: newJob(), pods, now }), progress);
    expect(status.uncountedTerminatedPods).toEqual({ succeeded: ['uid-a'], failed: ['uid-b'] });
    expect([status.succeeded, status.failed]).toEqual([0, 0]);
    expect(release.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  });

  it('counts by number those that have been let go', () => {
    const uncountedTerminatedPods = { succeeded: ['uid-a'], failed: ['uid-b', 'uid-x'] };
    const status = countReleased({ succeeded: 2, uncountedTerminatedPods }, new Set(['uid-b']));
    expect(status).toEqual({ succeeded: 3, failed: 1, uncountedTerminatedPods: { failed: ['uid-b'] } });
  });

  it('counts what has not ended as failed when the Job has failed', () => {
    const verdict = { type: 'FailureTarget', reason: 'R', message: 'M' } as const;
    const state = readJob({ job: newJob(), pods: [newPod('a')], now });
    const { status } = planJobStatus(state, { ...progress, verdict });
    expect(status.uncountedTerminatedPods).toEqual({ failed: ['uid-a'] });
    expect(status.conditions).toMatchObject([{ type: 'FailureTarget', status: 'True', reason: 'R', message: 'M' }]);
  });

  it('keeps a failed pod until its index has another', () => {
    const job = newJob(indexed(1, { backoffLimitPerIndex: 3 }));
    const failed = newPod('a', { phase: 'Failed', index: 0, failures: 0 });
    expect(planJobStatus(readJob({ job, pods: [failed], now }), progress).release).toEqual([]);
    const replaced = readJob({ job, pods: [failed, newPod('b', { index: 0 })], now });
    expect(planJobStatus(replaced, progress).release).toEqual([failed]);
  });
});

describe('planJobEnd', () => {
  const verdict = { type: 'SuccessCriteriaMet', reason: 'R', message: 'M' } as const;
  const progress = { active: 0, ready: 0, terminating: 0, verdict, time };

  it.each([
    ['pods are not counted', { uncountedTerminatedPods: { failed: ['u'] } }],
    ['pods are still ending', { terminating: 1 }],
  ])('waits while %s', (_name, status) => {
    expect(planJobEnd(status, progress)).toBeUndefined();
  });

  it('says when a Job is complete', () => {
    expect(planJobEnd({ terminating: 0 }, progress)).toMatchObject({
      completionTime: time,
      conditions: [{ type: 'Complete', status: 'True', reason: 'R', message: 'M' }],
    });
  });
});

describe('setCondition', () => {
  it('does not say that something is not so that never was', () => {
    expect(setCondition([], { type: 'Suspended', status: 'False' }, time)).toEqual([]);
    const suspended = setCondition([], { type: 'Suspended', status: 'True' }, '2026-01-01T00:00:00Z');
    expect(setCondition(suspended, { type: 'Suspended', status: 'True' }, time)).toEqual(suspended);
    expect(setCondition(suspended, { type: 'Suspended', status: 'False' }, time)).toMatchObject([
      { status: 'False', lastTransitionTime: time },
    ]);
  });
});
