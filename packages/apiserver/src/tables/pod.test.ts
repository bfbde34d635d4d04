import { Pod, PodTemplate } from '@wherry/api/core-v1';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';

import { podTables } from './pod.ts';

const NOW = new Date('2026-01-01T01:00:00Z');
const LONG_AGO = '2025-12-31T23:00:00Z';
const running = { running: { startedAt: LONG_AGO } };
const ended = (exitCode: number, more = {}) => ({ terminated: { exitCode, ...more } });
const waiting = (reason: string) => ({ waiting: { reason } });
const container = (name: string, state: object, more = {}) => ({ name, state, image: 'i', imageID: 'i', ...more });
const up = (name: string) => container(name, running, { ready: true, started: true });
const isTrue = (type: string) => ({ type, status: 'True' });

function cellsOf(pod: { metadata?: object; spec?: object; status?: object }) {
  const { value } = decodeJson(Pod, {
    metadata: { name: 'web', creationTimestamp: LONG_AGO, ...pod.metadata },
    spec: { containers: [{ name: 'a' }], ...pod.spec },
    status: { phase: 'Running', ...pod.status },
  });
  return podTables[0]?.table.cells(value, NOW) ?? [];
}

describe('pod columns', () => {
  it('are named as in Kubernetes, with the wide ones at the end', () => {
    const columns = podTables[0]?.table.columns.map(({ name, priority }) => `${name}${priority === 0 ? '' : '*'}`);
    expect(columns?.join(', ')).toBe(
      'Name, Ready, Status, Restarts, Age, IP*, Node*, Nominated Node*, Readiness Gates*',
    );
  });

  it.each([
    ['a pod that runs', { status: { containerStatuses: [up('a')] } }, '1/1', 'Running'],
    ['a pod that waits for a node', { status: { phase: 'Pending' } }, '0/1', 'Pending'],
    [
      'a pod with scheduling gates',
      {
        status: {
          phase: 'Pending',
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
        },
      },
      '0/1',
      'SchedulingGated',
    ],
    ['a pod that was evicted', { status: { phase: 'Failed', reason: 'Evicted' } }, '0/1', 'Evicted'],
    [
      'a container that crashes again and again',
      { status: { containerStatuses: [container('a', waiting('CrashLoopBackOff'))] } },
      '0/1',
      'CrashLoopBackOff',
    ],
    [
      'a container that has done its work',
      { status: { phase: 'Succeeded', containerStatuses: [container('a', ended(0, { reason: 'Completed' }))] } },
      '0/1',
      'Completed',
    ],
    [
      'a container that ended without a reason',
      { status: { phase: 'Failed', containerStatuses: [container('a', ended(3))] } },
      '0/1',
      'ExitCode:3',
    ],
    [
      'a container that a signal ended',
      { status: { phase: 'Failed', containerStatuses: [container('a', ended(137, { signal: 9 }))] } },
      '0/1',
      'Signal:9',
    ],
    [
      'one container done, the other one running, in a pod that is ready',
      {
        spec: { containers: [{ name: 'a' }, { name: 'b' }] },
        status: {
          conditions: [isTrue('Ready')],
          containerStatuses: [container('a', ended(0, { reason: 'Completed' })), up('b')],
        },
      },
      '1/2',
      'Running',
    ],
    [
      'the same in a pod that is not ready',
      {
        spec: { containers: [{ name: 'a' }, { name: 'b' }] },
        status: { containerStatuses: [container('a', ended(0, { reason: 'Completed' })), up('b')] },
      },
      '1/2',
      'NotReady',
    ],
    [
      'the first of two containers in trouble',
      {
        spec: { containers: [{ name: 'a' }, { name: 'b' }] },
        status: {
          containerStatuses: [container('a', waiting('ErrImagePull')), container('b', ended(1, { reason: 'Error' }))],
        },
      },
      '0/2',
      'ErrImagePull',
    ],
    ['a pod that is being deleted', { metadata: { deletionTimestamp: LONG_AGO } }, '0/1', 'Terminating'],
    [
      'a finished pod that is being deleted',
      { metadata: { deletionTimestamp: LONG_AGO }, status: { phase: 'Succeeded' } },
      '0/1',
      'Succeeded',
    ],
    [
      'a pod that is being deleted on a lost node',
      { metadata: { deletionTimestamp: LONG_AGO }, status: { reason: 'NodeLost' } },
      '0/1',
      'Unknown',
    ],
  ])('show %s', (_name, pod, ready, status) => {
    expect(cellsOf(pod).slice(1, 3)).toEqual([ready, status]);
  });

  const twoInits = { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }, { name: 'j' }] };
  const sidecar = { containers: [{ name: 'a' }], initContainers: [{ name: 's', restartPolicy: 'Always' }] };

  it.each([
    [
      'an init container at work',
      twoInits,
      { initContainerStatuses: [container('i', ended(0)), container('j', running)] },
      '0/1',
      'Init:1/2',
    ],
    [
      'an init container that waits for a reason',
      twoInits,
      { initContainerStatuses: [container('i', waiting('ImagePullBackOff'))] },
      '0/1',
      'Init:ImagePullBackOff',
    ],
    [
      'an init container that waits for its turn',
      twoInits,
      { initContainerStatuses: [container('i', waiting('PodInitializing'))] },
      '0/1',
      'Init:0/2',
    ],
    [
      'an init container that failed',
      twoInits,
      { initContainerStatuses: [container('i', ended(1, { reason: 'Error' }))] },
      '0/1',
      'Init:Error',
    ],
    [
      'an init container that failed without a reason',
      twoInits,
      { initContainerStatuses: [container('i', ended(2))] },
      '0/1',
      'Init:ExitCode:2',
    ],
    [
      'a sidecar that counts',
      sidecar,
      { phase: 'Running', initContainerStatuses: [up('s')], containerStatuses: [up('a')] },
      '2/2',
      'Running',
    ],
    [
      'a sidecar that has not started',
      sidecar,
      { initContainerStatuses: [container('s', running, { started: false })] },
      '0/2',
      'Init:0/1',
    ],
    [
      'containers, once the pod counts as initialized',
      sidecar,
      {
        conditions: [isTrue('Initialized')],
        initContainerStatuses: [container('s', waiting('CrashLoopBackOff'))],
        containerStatuses: [container('a', waiting('ErrImagePull'))],
      },
      '0/2',
      'ErrImagePull',
    ],
  ])('show %s', (_name, spec, status, ready, reason) => {
    expect(cellsOf({ spec, status: { phase: 'Pending', ...status } }).slice(1, 3)).toEqual([ready, reason]);
  });

  const restarted = (name: string, restartCount: number, finishedAt: string) =>
    container(name, running, { ready: true, started: true, restartCount, lastState: ended(1, { finishedAt }) });

  it('count restarts and say when the last one was', () => {
    const status = {
      containerStatuses: [restarted('a', 2, '2026-01-01T00:55:00Z'), restarted('b', 1, '2026-01-01T00:00:00Z')],
    };
    expect(cellsOf({ spec: { containers: [{ name: 'a' }, { name: 'b' }] }, status })[3]).toBe('3 (5m ago)');
  });

  it('forget the restarts of init containers once they are done, but not those of sidecars', () => {
    const spec = {
      containers: [{ name: 'a' }],
      initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }],
    };
    const done = container('i', ended(0), { restartCount: 4, lastState: ended(1, { finishedAt: NOW.toISOString() }) });
    const status = {
      initContainerStatuses: [done, restarted('s', 1, '2026-01-01T00:58:00Z')],
      containerStatuses: [up('a')],
    };
    expect(cellsOf({ spec, status })[3]).toBe('1 (2m ago)');
  });

  it('show no time without restarts', () => {
    expect(cellsOf({})[3]).toBe('0');
  });

  it('show age, addresses, nodes and readiness gates', () => {
    const gates = { readinessGates: [{ conditionType: 'x/a' }, { conditionType: 'x/b' }] };
    const pod = {
      spec: { containers: [{ name: 'a' }], nodeName: 'node-1', ...gates },
      status: { podIPs: [{ ip: '10.0.0.1' }], nominatedNodeName: 'node-2', conditions: [isTrue('x/b')] },
    };
    expect(cellsOf(pod).slice(4)).toEqual(['120m', '10.0.0.1', 'node-1', 'node-2', '1/2']);
    expect(cellsOf({}).slice(5)).toEqual(['<none>', '<none>', '<none>', '<none>']);
  });
});

describe('pod template columns', () => {
  it('show containers, images and labels', () => {
    const { value } = decodeJson(PodTemplate, {
      metadata: { name: 't' },
      template: {
        metadata: { labels: { tier: 'web', app: 'shop' } },
        spec: {
          containers: [
            { name: 'a', image: 'x' },
            { name: 'b', image: 'y' },
          ],
        },
      },
    });
    expect(podTables[1]?.table.cells(value, NOW)).toEqual(['t', 'a,b', 'x,y', 'app=shop,tier=web']);
  });
});
