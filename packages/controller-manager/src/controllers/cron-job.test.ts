import { CronJobs, Jobs } from '@wherry/api/batch-v1';
import type { Client } from '@wherry/client';
import { eventually } from '@wherry/component/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCluster, type TestCluster } from '../testing/start-test-cluster.ts';
import { cronJobEntry } from './cron-job.ts';

let cluster: TestCluster;
let client: Client;
beforeAll(async () => {
  cluster = await startTestCluster({ controllers: [cronJobEntry] });
  client = cluster.client;
});
afterAll(() => cluster.stop());

const namespace = 'default';
const place = { namespace, name: 'tick' };

describe('cron job controller', () => {
  it('begins Jobs by the schedule, one after the other when it must, and keeps few', async () => {
    await client.create(CronJobs, {
      metadata: place,
      spec: {
        schedule: '@every 1s',
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 0,
        jobTemplate: {
          spec: { template: { spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never' } } },
        },
      },
    });
    const [job] = await eventually(async () => {
      const { items } = await client.list(Jobs, { namespace });
      expect(items).toHaveLength(1);
      return items;
    });
    const name = job?.metadata.name ?? '';
    await eventually(async () => {
      const { status } = await client.get(CronJobs, place);
      expect(status.active?.map((each) => each.name)).toEqual([name]);
      expect(status.lastScheduleTime).toBeDefined();
    });
    const now = new Date().toISOString().replace(/\.\d+/, '');
    const status = {
      startTime: now,
      completionTime: now,
      succeeded: 1,
      conditions: ['SuccessCriteriaMet', 'Complete'].map((type) => ({ type, status: 'True' })),
    };
    await client.patch(CronJobs, place, { type: 'merge', body: { spec: { suspend: true } } });
    await client.patch(Jobs, { namespace, name, subresource: 'status' }, { type: 'merge', body: { status } });
    await eventually(async () => {
      const { status: after } = await client.get(CronJobs, place);
      expect([after.active ?? [], after.lastSuccessfulTime]).toEqual([[], now]);
      expect((await client.list(Jobs, { namespace })).items).toEqual([]);
    });
  });
});
