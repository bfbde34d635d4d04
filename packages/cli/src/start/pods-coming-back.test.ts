import type { Pod } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { comingBack } from './pods-coming-back.ts';

interface Case {
  readonly state: object;
  readonly restartPolicy?: string;
  readonly phase?: string;
  readonly deleted?: boolean;
}

const pod = ({ state, restartPolicy = 'Always', phase = 'Running', deleted = false }: Case): Pod =>
  ({
    metadata: { name: 'a', namespace: 'n', ...(deleted ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) },
    spec: { restartPolicy },
    status: { phase, containerStatuses: [{ name: 'c', containerID: 'docker://1', state }] },
  }) as unknown as Pod;

const running = { running: {} };
const ended = (exitCode: number) => ({ terminated: { exitCode } });

describe('comingBack()', () => {
  it.each<[string, Case]>([
    ['ran before the stop, as the API still has it', { state: running }],
    ['was seen to have ended', { state: ended(0) }],
    ['has failed and is tried again', { state: ended(1), restartPolicy: 'OnFailure' }],
  ])('waits for a pod that %s', (_, given) => {
    expect(comingBack([pod(given)], new Set(['other']))).toBe('n/a');
  });

  it.each<[string, Case]>([
    ['runs', { state: running }],
    ['waits for something else', { state: { waiting: { reason: 'CrashLoopBackOff' } } }],
    ['was not to be restarted', { state: ended(1), restartPolicy: 'Never' }],
    ['has done its work', { state: ended(0), restartPolicy: 'OnFailure' }],
    ['is over', { state: ended(0), phase: 'Succeeded' }],
    ['is being deleted', { state: ended(0), deleted: true }],
  ])('does not wait for a pod that %s', (_, given) => {
    expect(comingBack([pod(given)], new Set(['1']))).toBeUndefined();
  });
});
