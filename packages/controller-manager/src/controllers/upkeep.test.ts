// What keeps statuses and roles up to date and takes away what has had its time.

import { ReplicaSets } from '@wherry/api/apps-v1';
import { Jobs } from '@wherry/api/batch-v1';
import { Events, Pods } from '@wherry/api/core-v1';
import { PodDisruptionBudgets } from '@wherry/api/policy-v1';
import { ClusterRoles } from '@wherry/api/rbac-v1';
import type { Client } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { clusterRoleAggregationEntry } from './cluster-role-aggregation.ts';
import { csrCleanerEntry } from './csr-cleaner.ts';
import { disruptionEntry } from './disruption.ts';
import { staleDisruptionEntry } from './stale-disruption.ts';
import { ttlAfterFinishedEntry } from './ttl-after-finished.ts';

let cluster: TestCluster;
let client: Client;
beforeAll(async () => {
  cluster = await startTestCluster({
    controllers: [
      disruptionEntry,
      ttlAfterFinishedEntry,
      clusterRoleAggregationEntry,
      csrCleanerEntry,
      staleDisruptionEntry,
    ],
  });
  client = cluster.client;
});
afterAll(() => cluster.stop());

const namespace = 'default';
const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };

describe('the disruption controller', () => {
  const budgetOf = (name: string) => client.get(PodDisruptionBudgets, { namespace, name });

  it('goes by what the owners of pods want, and grants what is left', async () => {
    const set = await client.create(ReplicaSets, {
      metadata: { namespace, name: 'web' },
      spec: { replicas: 3, selector: { matchLabels: labels }, template },
    });
    const { uid = '' } = set.metadata;
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid, controller: true };
    for (const name of ['web-a', 'web-b', 'web-c']) {
      await client.create(Pods, { ...template, metadata: { namespace, name, labels, ownerReferences: [owner] } });
      const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
      await client.patch(Pods, { namespace, name, subresource: 'status' }, { type: 'merge', body: { status } });
    }
    await client.create(PodDisruptionBudgets, {
      metadata: { namespace, name: 'web' },
      spec: { selector: { matchLabels: labels }, maxUnavailable: 1 },
    });
    await eventually(async () =>
      expect((await budgetOf('web')).status).toMatchObject({
        expectedPods: 3,
        currentHealthy: 3,
        desiredHealthy: 2,
        disruptionsAllowed: 1,
        observedGeneration: 1,
      }),
    );
    await client.delete(Pods, { namespace, name: 'web-a' });
    await eventually(async () =>
      expect((await budgetOf('web')).status).toMatchObject({
        expectedPods: 3,
        currentHealthy: 2,
        disruptionsAllowed: 0,
      }),
    );
  });

  it('says that it found no pods', async () => {
    await client.create(PodDisruptionBudgets, {
      metadata: { namespace, name: 'empty' },
      spec: { selector: { matchLabels: { app: 'none' } }, minAvailable: 1 },
    });
    await eventually(async () => {
      const { items } = await client.list(Events, { namespace, fieldSelector: 'involvedObject.name=empty' });
      expect(items.map(({ message }) => message)).toContain('No matching pods found');
    });
  });

  it('says of which pods it cannot know how many there should be', async () => {
    await client.create(Pods, { ...template, metadata: { namespace, name: 'alone', labels: { app: 'alone' } } });
    await client.create(PodDisruptionBudgets, {
      metadata: { namespace, name: 'alone' },
      spec: { selector: { matchLabels: { app: 'alone' } }, maxUnavailable: 1 },
    });
    await eventually(async () => {
      const { items } = await client.list(Events, { namespace, fieldSelector: 'involvedObject.name=alone' });
      expect(items.map(({ reason }) => reason)).toContain('UnmanagedPods');
    });
  });

  it('grants nothing when it cannot know', async () => {
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'u', controller: true };
    const metadata = { namespace, name: 'of-job', labels: { app: 'job' }, ownerReferences: [owner] };
    await client.create(Pods, { ...template, metadata });
    await client.create(PodDisruptionBudgets, {
      metadata: { namespace, name: 'job' },
      spec: { selector: { matchLabels: { app: 'job' } }, maxUnavailable: 1 },
    });
    await eventually(async () => {
      const { status } = await budgetOf('job');
      expect(status.disruptionsAllowed).toBe(0);
      expect(status.conditions).toMatchObject([
        { reason: 'SyncFailed', message: 'jobs.batch does not implement the scale subresource' },
      ]);
    });
  });
});

describe('a disruption', () => {
  it('that did not come about is taken back after a while', async () => {
    const since = (ago: number) => new Date(Date.now() - ago).toISOString().replace(/\.\d+/, '');
    for (const [name, ago] of [
      ['spared', 130_000],
      ['doomed', 10_000],
    ] as const) {
      await client.create(Pods, { ...template, metadata: { namespace, name } });
      const conditions = [{ type: 'DisruptionTarget', status: 'True', reason: 'R', lastTransitionTime: since(ago) }];
      await client.patch(
        Pods,
        { namespace, name, subresource: 'status' },
        { type: 'merge', body: { status: { conditions } } },
      );
    }
    const conditionOf = async (name: string) => (await client.get(Pods, { namespace, name })).status.conditions?.[0];
    await eventually(async () => expect((await conditionOf('spared'))?.status).toBe('False'));
    expect((await conditionOf('doomed'))?.status).toBe('True');
  });
});

describe('the TTL controller', () => {
  it('deletes Jobs that ended long enough ago, and no others', async () => {
    const spec = { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' as const } } };
    const over = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, '');
    for (const [name, ttlSecondsAfterFinished] of [
      ['short', 30],
      ['long', 3600],
    ] as const) {
      await client.create(Jobs, { metadata: { namespace, name }, spec: { ...spec, ttlSecondsAfterFinished } });
      const conditions = ['FailureTarget', 'Failed'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: over,
      }));
      const body = { status: { startTime: over, conditions } };
      await client.patch(Jobs, { namespace, name, subresource: 'status' }, { type: 'merge', body });
    }
    await eventually(async () => {
      // In the foreground: the garbage collector, which is not here, does the rest.
      const { metadata } = await client.get(Jobs, { namespace, name: 'short' });
      expect(metadata.deletionTimestamp).toBeDefined();
    });
    expect((await client.get(Jobs, { namespace, name: 'long' })).metadata.deletionTimestamp).toBeUndefined();
  });
});

describe('the aggregation of roles', () => {
  it('puts roles together from others', async () => {
    const rule = (resource: string) => ({ apiGroups: [''], resources: [resource], verbs: ['get'] });
    const part = { 'example.com/part': 'true' };
    const clusterRoleSelectors = [{ matchLabels: part }];
    await client.create(ClusterRoles, { metadata: { name: 'whole' }, aggregationRule: { clusterRoleSelectors } });
    await client.create(ClusterRoles, { metadata: { name: 'part-b', labels: part }, rules: [rule('pods')] });
    await client.create(ClusterRoles, {
      metadata: { name: 'part-a', labels: part },
      rules: [rule('nodes'), rule('pods')],
    });
    const whole = async () =>
      (await client.get(ClusterRoles, { name: 'whole' })).rules?.map(({ resources }) => resources?.[0]);
    await eventually(async () => expect(await whole()).toEqual(['nodes', 'pods']));
    await client.delete(ClusterRoles, { name: 'part-a' });
    await eventually(async () => expect(await whole()).toEqual(['pods']));
  });
});
