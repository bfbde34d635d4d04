import { Pods } from '@wherry/api/core-v1';
import { PriorityClasses } from '@wherry/api/scheduling-v1';
import { eventually } from '@wherry/component/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestScheduler, type TestScheduler } from '../testing/start-test-scheduler.ts';
import { node } from '../testing/objects.ts';
import { mattersToPods } from './node-changes.ts';

let test: TestScheduler | undefined;
afterEach(async () => {
  await test?.stop();
  test = undefined;
});

describe('mattersToPods', () => {
  it.each([
    ['a heartbeat', {}, {}, false],
    ['other images', {}, { images: [{ names: ['a'], sizeBytes: 1 }] }, false],
    ['more room', {}, { allocatable: { cpu: '8' } }, true],
    ['another label', {}, { labels: { a: 'b' } }, true],
    ['a taint', {}, { taints: [{ key: 'k', effect: 'NoSchedule' as const }] }, true],
    ['being opened', { unschedulable: true }, {}, true],
    ['being cordoned', {}, { unschedulable: true }, false],
  ])('%s', (_what, before, after, expected) => {
    expect(mattersToPods(node({ name: 'n', ...before }), node({ name: 'n', ...after }))).toBe(expected);
  });
});

describe('followWorld', () => {
  it('gives room that was kept for a pod to others when that pod is gone', async () => {
    const cluster = (test = await startTestScheduler());
    const { client } = cluster;
    await client.create(PriorityClasses, { metadata: { name: 'high' }, value: 1000 });
    await cluster.addNode({ name: 'n1', allocatable: { cpu: '1' } });
    await cluster.addPod({ name: 'low', requests: { cpu: '1' } });
    await eventually(async () => expect((await cluster.pod('low')).spec.nodeName).toBe('n1'));
    await cluster.addPod({ name: 'vip', requests: { cpu: '1' }, spec: { priorityClassName: 'high' } });
    await eventually(async () => expect((await cluster.pod('vip')).status.nominatedNodeName).toBe('n1'));
    await cluster.addPod({ name: 'other', requests: { cpu: '1' } });
    await client.delete(Pods, { namespace: 'default', name: 'vip' }, { gracePeriodSeconds: 0 });
    await client.delete(Pods, { namespace: 'default', name: 'low' }, { gracePeriodSeconds: 0 });
    await eventually(async () => expect((await cluster.pod('other')).spec.nodeName).toBe('n1'));
  });

  it('takes a pod for another when it was made anew under the same name', async () => {
    const cluster = (test = await startTestScheduler());
    const { client } = cluster;
    await cluster.addNode({ name: 'n1', allocatable: { cpu: '1' } });
    await cluster.addPod({ name: 'p', requests: { cpu: '1' } });
    const first = await eventually(async () => {
      const bound = await cluster.pod('p');
      expect(bound.spec.nodeName).toBe('n1');
      return bound;
    });
    await client.delete(Pods, { namespace: 'default', name: 'p' }, { gracePeriodSeconds: 0 });
    const second = await cluster.addPod({ name: 'p', requests: { cpu: '1' } });
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
    await eventually(async () => expect((await cluster.pod('p')).spec.nodeName).toBe('n1'));
  });
});
