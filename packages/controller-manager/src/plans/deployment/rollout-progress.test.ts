import { describe, expect, it } from 'vitest';
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '@wherry/api/apps-v1';
import { nextProgressCheck, pauseConditions, rolloutStatus } from './rollout-progress.ts';

const now = Date.parse('2026-01-10T00:10:00Z');

function progressing(reason: string, updated: string, status = 'True'): DeploymentCondition {
  return { type: 'Progressing', status, reason, message: '', lastUpdateTime: updated, lastTransitionTime: updated };
}

function deployment(status: Partial<DeploymentStatus>, spec: object = {}): Deployment {
  return {
    metadata: { name: 'web', generation: 1 },
    spec: { replicas: 3, progressDeadlineSeconds: 600, strategy: { type: 'Recreate' }, ...spec },
    status,
  } as unknown as Deployment;
}

function replicaSet(replicas: number, available: number, spec = 3): ReplicaSet {
  return {
    metadata: { name: 'web-1' },
    spec: { replicas: spec, template: { metadata: {}, spec: { containers: [] } } },
    status: { replicas, readyReplicas: available, availableReplicas: available, terminatingReplicas: 0 },
  };
}

/** Status, reason and the times of Progressing after a look. */
function progressOf(given: Deployment, newest: ReplicaSet | undefined): (string | undefined)[] {
  const status = rolloutStatus(given, { newest, all: newest === undefined ? [] : [newest], now });
  const found = status.conditions?.find(({ type }) => type === 'Progressing');
  return [found?.status, found?.reason, found?.lastUpdateTime];
}

const early = '2026-01-10T00:00:01Z';
const late = '2026-01-09T23:59:59Z';
const present = '2026-01-10T00:10:00Z';

describe('rolloutStatus()', () => {
  it.each<[string, Deployment, ReplicaSet | undefined, (string | undefined)[]]>([
    [
      'more new pods are a new start for the deadline',
      deployment({ conditions: [progressing('ReplicaSetUpdated', late)] }),
      replicaSet(1, 0),
      ['True', 'ReplicaSetUpdated', present],
    ],
    [
      'all pods new and available is the end',
      deployment({ replicas: 3, updatedReplicas: 3, conditions: [progressing('ReplicaSetUpdated', early)] }),
      replicaSet(3, 3),
      ['True', 'NewReplicaSetAvailable', present],
    ],
    [
      'nothing new is nothing new',
      deployment({ replicas: 1, updatedReplicas: 1, conditions: [progressing('ReplicaSetUpdated', early)] }),
      replicaSet(1, 0),
      ['True', 'ReplicaSetUpdated', early],
    ],
    [
      'nothing new for too long is a failure',
      deployment({ replicas: 1, updatedReplicas: 1, conditions: [progressing('ReplicaSetUpdated', late)] }),
      replicaSet(1, 0),
      ['False', 'ProgressDeadlineExceeded', present],
    ],
    [
      'a failure stays one',
      deployment({
        replicas: 1,
        updatedReplicas: 1,
        conditions: [progressing('ProgressDeadlineExceeded', early, 'False')],
      }),
      replicaSet(1, 0),
      ['False', 'ProgressDeadlineExceeded', early],
    ],
    [
      'progress mends a failure',
      deployment({
        replicas: 1,
        updatedReplicas: 1,
        conditions: [progressing('ProgressDeadlineExceeded', early, 'False')],
      }),
      replicaSet(2, 0),
      ['True', 'ReplicaSetUpdated', present],
    ],
    [
      'pods that fail after the end are no rollout',
      deployment({ replicas: 3, updatedReplicas: 3, conditions: [progressing('NewReplicaSetAvailable', late)] }),
      replicaSet(3, 1),
      ['True', 'NewReplicaSetAvailable', late],
    ],
    [
      'without a deadline nothing is said',
      deployment({ conditions: [progressing('ReplicaSetUpdated', late)] }, { progressDeadlineSeconds: 2 ** 31 - 1 }),
      replicaSet(1, 0),
      [undefined, undefined, undefined],
    ],
  ])('%s', (_name, given, newest, expected) => {
    expect(progressOf(given, newest)).toEqual(expected);
  });

  it('shows what keeps a ReplicaSet from making pods, as long as it does', () => {
    const failure = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'no',
      lastTransitionTime: late,
    };
    const failing = replicaSet(0, 0);
    failing.status.conditions = [failure];
    const { conditions = [] } = rolloutStatus(deployment({}), { newest: failing, all: [failing], now });
    expect(conditions.at(-1)).toEqual({ ...failure, lastUpdateTime: late });
    const mended = replicaSet(0, 0);
    const after = rolloutStatus(deployment({ conditions }), { newest: mended, all: [mended], now });
    expect(after.conditions?.map(({ type }) => type)).not.toContain('ReplicaFailure');
  });

  it('says nothing of pods that are being deleted unless all ReplicaSets do', () => {
    const silent = replicaSet(1, 1);
    delete silent.status.terminatingReplicas;
    const counted = { ...replicaSet(1, 1), status: { ...replicaSet(1, 1).status, terminatingReplicas: 2 } };
    const terminating = (...all: ReplicaSet[]) =>
      rolloutStatus(deployment({}), { newest: all[0], all, now }).terminatingReplicas;
    expect([terminating(counted, counted), terminating(counted, silent)]).toEqual([4, undefined]);
  });
});

describe('nextProgressCheck()', () => {
  const status = (reason: string, updated: string): DeploymentStatus => ({
    conditions: [progressing(reason, updated)],
  });

  it.each<[string, DeploymentStatus, number | undefined]>([
    ['comes when the deadline has passed', status('ReplicaSetUpdated', early), 2_000],
    ['comes at once when it already has', status('ReplicaSetUpdated', late), 1_000],
    ['does not come after a failure', status('ProgressDeadlineExceeded', early), undefined],
    ['does not come when nothing has been said', {}, undefined],
  ])('%s', (_name, given, expected) => {
    expect(nextProgressCheck(deployment({}), given, now)).toBe(expected);
  });
});

describe('pauseConditions()', () => {
  const reasonAfter = (paused: boolean, ...conditions: DeploymentCondition[]) =>
    pauseConditions(deployment({ conditions }, { paused }), now).map(({ reason }) => reason);

  it('notes a pause, and its end', () => {
    expect(reasonAfter(true, progressing('ReplicaSetUpdated', early))).toEqual(['DeploymentPaused']);
    expect(reasonAfter(false, progressing('DeploymentPaused', early, 'Unknown'))).toEqual(['DeploymentResumed']);
  });

  it('does not hide a failure', () => {
    expect(reasonAfter(true, progressing('ProgressDeadlineExceeded', early))).toEqual(['ProgressDeadlineExceeded']);
  });
});
