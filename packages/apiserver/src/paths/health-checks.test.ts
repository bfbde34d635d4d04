import { reportHealth } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { healthChecks, type HealthCheckOptions } from './health-checks.ts';

const well: HealthCheckOptions = {
  storage: { currentRevision: async () => 1 },
  cache: { fresh: async () => 1 },
  started: AbortSignal.abort(),
  stopping: new AbortController().signal,
};

const broken = async (): Promise<never> => {
  throw new Error('broken');
};

describe('healthChecks()', () => {
  it.each<[string, Partial<HealthCheckOptions>, readonly string[], readonly string[]]>([
    ['all is well', {}, [], []],
    ['the store cannot be reached', { storage: { currentRevision: broken } }, ['etcd'], ['etcd']],
    ['the cache lags behind', { cache: { fresh: broken } }, [], ['informer-sync']],
    [
      'the start is not finished',
      { started: new AbortController().signal },
      [],
      ['poststarthook/write-admin-kubeconfig'],
    ],
    ['the server stops', { stopping: AbortSignal.abort() }, [], ['shutdown']],
  ])('when %s, says so', async (_what, options, notLive, notReady) => {
    const { livez, readyz } = healthChecks({ ...well, ...options });
    const failing = async (checks: typeof livez) =>
      (await reportHealth('x', { checks })).failures.map(({ name }) => name);
    expect([await failing(livez), await failing(readyz)]).toEqual([notLive, notReady]);
  });
});
