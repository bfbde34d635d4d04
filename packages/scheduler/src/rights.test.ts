/** What the scheduler does it may do, as who it is in a cluster. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PriorityClasses } from '@wherry/api/scheduling-v1';
import { createClient, loadKubeconfig, openTransport, startLeading } from '@wherry/client';
import { createMetrics, silentLog, systemClock } from '@wherry/component';
import { eventually } from '@wherry/component/testing';
import { expect, it, onTestFinished } from 'vitest';
import { startScheduler } from './scheduler.ts';
import { startTestScheduler } from './testing/start-test-scheduler.ts';

it('the user system:kube-scheduler may do all that the scheduler does', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'wherry-scheduler-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const test = await startTestScheduler({ schedulers: 0, apiFlags: [`--credentials-dir=${directory}`] });
  onTestFinished(() => test.stop());
  const metrics = createMetrics();
  const connection = await loadKubeconfig(join(directory, 'control-plane/scheduler.kubeconfig'));
  const transport = openTransport({ connection, userAgent: 'kube-scheduler', metrics });
  onTestFinished(() => transport.stop());
  const client = createClient(transport);
  const common = { client, clock: systemClock, log: silentLog, metrics };
  const scheduler = await startLeading({
    ...common,
    elect: true,
    health: undefined,
    namespace: 'kube-system',
    name: 'kube-scheduler',
    lead: (signal) => startScheduler({ ...common, signal }),
  });
  onTestFinished(() => scheduler.stop());
  await test.client.create(PriorityClasses, { metadata: { name: 'high' }, value: 1000 });
  await test.addNode({ name: 'n1', allocatable: { cpu: '2' } });
  await test.addPod({ name: 'low', requests: { cpu: '2' } });
  await eventually(async () => expect((await test.pod('low')).spec.nodeName).toBe('n1'));
  // Makes room, is told to wait, and tells why.
  await test.addPod({ name: 'urgent', requests: { cpu: '2' }, spec: { priorityClassName: 'high' } });
  await eventually(async () => expect((await test.pod('urgent')).status.nominatedNodeName).toBe('n1'));
  await eventually(async () => expect(await test.eventsOf('urgent')).not.toEqual([]));
  const text = metrics.print();
  expect(text).toContain('rest_client_requests_total{code="201"');
  expect(text).not.toContain('code="403"');
  expect(text).toContain('scheduler_schedule_attempts_total{result="scheduled",profile="default-scheduler"} 1');
  expect(text).toContain('leader_election_master_status{name="kube-scheduler"} 1');
});
