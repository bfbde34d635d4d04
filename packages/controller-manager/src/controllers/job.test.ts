import { isFinished, Jobs, type Job } from '@wherry/api/batch-v1';
import { Events, Pods, type Pod } from '@wherry/api/core-v1';
import { isNotFound } from '@wherry/api';
import type { Client } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { jobEntry } from './job.ts';

let cluster: TestCluster;
let client: Client;
beforeAll(async () => {
  cluster = await startTestCluster({ controllers: [jobEntry] });
  client = cluster.client;
});
afterAll(() => cluster.stop());

const namespace = 'default';
const template = { spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never' as const } };

const create = (name: string, spec: object = {}) =>
  client.create<Job>(Jobs, { metadata: { namespace, name }, spec: { template, ...spec } });
const find = (name: string) => client.get(Jobs, { namespace, name });

async function podsOf(name: string): Promise<Pod[]> {
  const { items } = await client.list(Pods, { namespace, labelSelector: `job-name=${name}` });
  return items.toSorted((a, b) => (indexIn(a) ?? '').localeCompare(indexIn(b) ?? ''));
}
const indexIn = ({ metadata }: Pod) => metadata.annotations?.['batch.kubernetes.io/job-completion-index'];

const whenPods = (name: string, count: number) =>
  eventually(async () => {
    const pods = (await podsOf(name)).filter(({ status }) => status.phase === 'Pending' || status.phase === 'Running');
    expect(pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(count);
    return pods;
  });

async function end(pod: Pod | undefined, phase: 'Succeeded' | 'Failed', exitCode = phase === 'Failed' ? 1 : 0) {
  const now = new Date().toISOString().replace(/\.\d+/, '');
  const terminated = { exitCode, finishedAt: now };
  const containerStatuses = [
    { name: 'c', image: 'i', imageID: '', ready: false, restartCount: 0, state: { terminated } },
  ];
  const place = { namespace, name: pod?.metadata.name ?? '', subresource: 'status' };
  await client.patch(Pods, place, { type: 'merge', body: { status: { phase, containerStatuses } } });
}

const whenOver = (name: string) =>
  eventually(async () => {
    const job = await find(name);
    expect(isFinished(job)).toBe(true);
    return job;
  });
const conditions = ({ status }: Job) =>
  (status.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value} ${reason ?? ''}`);

describe('job controller', () => {
  it('runs pods until enough have succeeded', async () => {
    await create('plain', { completions: 3, parallelism: 2 });
    const [first, second] = await whenPods('plain', 2);
    expect(first?.metadata.finalizers).toEqual(['batch.kubernetes.io/job-tracking']);
    await end(first, 'Succeeded');
    await end(second, 'Succeeded');
    const [third] = await whenPods('plain', 1);
    await eventually(async () => expect((await find('plain')).status).toMatchObject({ active: 1, succeeded: 2 }));
    await end(third, 'Succeeded');
    const job = await whenOver('plain');
    expect(conditions(job)).toEqual(['SuccessCriteriaMet=True CompletionsReached', 'Complete=True CompletionsReached']);
    expect(job.status).toMatchObject({ succeeded: 3, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    expect(job.status.completionTime).toBeDefined();
    expect((await podsOf('plain')).flatMap(({ metadata }) => metadata.finalizers ?? [])).toEqual([]);
    await eventually(async () => {
      const { items } = await client.list(Events, { namespace, fieldSelector: 'involvedObject.name=plain' });
      expect(items.filter(({ reason }) => reason === 'SuccessfulCreate')).toHaveLength(3);
      expect(items.find(({ reason }) => reason === 'Completed')?.message).toBe('Job completed');
    });
  });

  it('numbers the pods of an indexed Job and replaces each index until it succeeds', async () => {
    await create('indexed', { completions: 3, parallelism: 3, completionMode: 'Indexed' });
    const pods = await whenPods('indexed', 3);
    expect(pods.map(indexIn)).toEqual(['0', '1', '2']);
    expect(pods[1]?.spec.hostname).toBe('indexed-1');
    expect(pods[1]?.metadata.generateName).toBe('indexed-1-');
    expect(pods[1]?.spec.containers[0]?.env?.[0]).toMatchObject({ name: 'JOB_COMPLETION_INDEX' });
    await end(pods[0], 'Succeeded');
    await end(pods[2], 'Succeeded');
    await eventually(async () => expect((await find('indexed')).status.completedIndexes).toBe('0,2'));
    await end(pods[1], 'Succeeded');
    expect((await whenOver('indexed')).status).toMatchObject({ completedIndexes: '0-2', succeeded: 3 });
  });

  it('fails when more pods have failed than may', async () => {
    await create('failing', { backoffLimit: 0, parallelism: 2, completions: 2 });
    const [first] = await whenPods('failing', 2);
    await end(first, 'Failed');
    const job = await whenOver('failing');
    expect(conditions(job)).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded']);
    expect(job.status.failed).toBe(2);
    // A pod without a node is gone at once, when the Job has counted it.
    expect((await podsOf('failing')).map(({ metadata }) => metadata.deletionTimestamp)).toEqual([undefined]);
  });

  it('waits before it replaces a pod that failed', async () => {
    await create('patient', { backoffLimit: 3 });
    const [pod] = await whenPods('patient', 1);
    await end(pod, 'Failed');
    await eventually(async () => expect((await find('patient')).status).toMatchObject({ failed: 1 }));
    expect((await podsOf('patient')).map(({ status }) => status.phase)).toEqual(['Failed']);
  });

  it('goes by the policy for failures', async () => {
    const rules = [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
    ];
    await create('policy', { backoffLimit: 6, podFailurePolicy: { rules } });
    const [pod] = await whenPods('policy', 1);
    await end(pod, 'Failed', 42);
    const job = await whenOver('policy');
    expect(conditions(job)).toEqual(['FailureTarget=True PodFailurePolicy', 'Failed=True PodFailurePolicy']);
    expect(job.status.conditions?.[1]?.message).toBe(
      `Container c for pod default/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 1`,
    );
  });

  it('limits failures by index', async () => {
    const spec = { completions: 2, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 0 };
    await create('per-index', spec);
    const [first, second] = await whenPods('per-index', 2);
    await end(first, 'Failed');
    await eventually(async () => expect((await find('per-index')).status.failedIndexes).toBe('0'));
    await end(second, 'Succeeded');
    const job = await whenOver('per-index');
    expect(conditions(job)).toEqual(['FailureTarget=True FailedIndexes', 'Failed=True FailedIndexes']);
    expect(job.status).toMatchObject({ completedIndexes: '1', failedIndexes: '0', succeeded: 1, failed: 1 });
  });

  it('succeeds early by its policy, and ends what still runs', async () => {
    const successPolicy = { rules: [{ succeededIndexes: '0', succeededCount: 1 }] };
    await create('early', { completions: 2, parallelism: 2, completionMode: 'Indexed', successPolicy });
    const [leader] = await whenPods('early', 2);
    await end(leader, 'Succeeded');
    const job = await whenOver('early');
    expect(conditions(job)).toEqual(['SuccessCriteriaMet=True SuccessPolicy', 'Complete=True SuccessPolicy']);
    await whenPods('early', 0);
  });

  it('does not count pods as ready that it has just ended, nor as failed when it has succeeded', async () => {
    const successPolicy = { rules: [{ succeededCount: 1 }] };
    await create('ready', { completions: 5, parallelism: 2, completionMode: 'Indexed', successPolicy });
    const [leader, follower] = await whenPods('ready', 2);
    const place = { namespace, name: follower?.metadata.name ?? '', subresource: 'status' };
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    await client.patch(Pods, place, { type: 'merge', body: { status } });
    await eventually(async () => expect((await find('ready')).status.ready).toBe(1));
    await end(leader, 'Succeeded');
    const job = await whenOver('ready');
    expect(job.status).toMatchObject({ ready: 0, completedIndexes: '0' });
    expect(job.status.failed ?? 0).toBe(0);
  });

  it('has no pods while it is suspended, and starts anew afterwards', async () => {
    await create('paused', { suspend: true });
    await eventually(async () => expect(conditions(await find('paused'))).toEqual(['Suspended=True JobSuspended']));
    expect((await find('paused')).status.startTime).toBeUndefined();
    const place = { namespace, name: 'paused' };
    await client.patch(Jobs, place, { type: 'merge', body: { spec: { suspend: false } } });
    await whenPods('paused', 1);
    await eventually(async () => expect(conditions(await find('paused'))).toEqual(['Suspended=False JobResumed']));
    expect((await find('paused')).status.startTime).toBeDefined();
    await client.patch(Jobs, place, { type: 'merge', body: { spec: { suspend: true } } });
    await whenPods('paused', 0);
    expect((await find('paused')).status.failed ?? 0).toBe(0);
  });

  it('fails when it has run for too long', async () => {
    await create('late', { activeDeadlineSeconds: 1 });
    await whenPods('late', 1);
    const job = await whenOver('late');
    expect(conditions(job)).toEqual(['FailureTarget=True DeadlineExceeded', 'Failed=True DeadlineExceeded']);
  });

  it('lets go of the pods of a Job that is gone', async () => {
    await create('gone');
    const [pod] = await whenPods('gone', 1);
    const name = pod?.metadata.name ?? '';
    await client.delete(Jobs, { namespace, name: 'gone' }, { propagationPolicy: 'Background' });
    await eventually(async () =>
      expect((await client.get(Pods, { namespace, name })).metadata.finalizers ?? []).toEqual([]),
    );
    await client.delete(Pods, { namespace, name });
    await eventually(async () =>
      expect(await client.get(Pods, { namespace, name }).catch((error: unknown) => isNotFound(error))).toBe(true),
    );
  });

  it('leaves a Job alone that somebody else runs', async () => {
    await create('foreign', { managedBy: 'example.com/runner' });
    await create('own');
    await whenPods('own', 1);
    expect(await podsOf('foreign')).toEqual([]);
    expect((await find('foreign')).status.startTime).toBeUndefined();
  });

  it('counts a pod that is deleted from outside as failed', async () => {
    await create('robbed', { backoffLimit: 0 });
    const [pod] = await whenPods('robbed', 1);
    await client.delete(Pods, { namespace, name: pod?.metadata.name ?? '' });
    expect((await whenOver('robbed')).status.failed).toBe(1);
  });
});
