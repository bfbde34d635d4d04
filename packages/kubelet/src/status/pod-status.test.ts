import { describe, expect, it } from 'vitest';
import {
  container,
  created,
  exited,
  podOf,
  probesOf,
  recordOf,
  running,
  sandbox,
  START,
} from '../pods/testing/pictures.ts';
import type { PodPicture } from './picture.ts';
import { podStatus } from './pod-status.ts';

function picture(
  more: Partial<PodPicture> & { readonly spec?: object; readonly status?: object; readonly metadata?: object } = {},
): PodPicture {
  const { spec = {}, status, metadata = {}, ...rest } = more;
  return {
    pod: podOf(spec, { metadata, ...(status === undefined ? {} : { status }) }),
    record: recordOf([container('app', running)]),
    probes: probesOf(),
    failures: new Map(),
    messages: new Map(),
    isTerminal: false,
    hostAddress: '172.30.0.11',
    now: START + 60_000,
    ...rest,
  };
}

const two = {
  containers: [
    { name: 'a', image: 'a:1' },
    { name: 'b', image: 'b:1' },
  ],
};
const init = { initContainers: [{ name: 'i', image: 'i:1' }] };
const sidecar = { initContainers: [{ name: 's', image: 's:1', restartPolicy: 'Always' }] };
const backoff = { reason: 'CrashLoopBackOff', message: 'back-off 10s' };
const failing = new Map([['app', backoff]]);

describe('the status of a container', () => {
  it('says as whom it was started, where that is known', () => {
    const users = new Map([['app-0', { uid: 1000, gid: 0 }]]);
    expect(podStatus(picture({ users })).containerStatuses?.[0]?.user).toEqual({ linux: { uid: 1000, gid: 0 } });
    expect(podStatus(picture()).containerStatuses?.[0]).not.toHaveProperty('user');
  });
});

describe('the phase of a pod', () => {
  it.each<[string, Parameters<typeof picture>[0], string]>([
    ['is Pending before anything runs', { record: undefined }, 'Pending'],
    ['is Pending while an init container runs', { spec: init, record: recordOf([container('i', running)]) }, 'Pending'],
    ['is Running when all run', {}, 'Running'],
    ['is Pending while one of two waits', { spec: two, record: recordOf([container('a', running)]) }, 'Pending'],
    [
      'is Running while the only container waits to be restarted',
      { record: recordOf([container('app', exited(1))]), failures: failing },
      'Running',
    ],
    [
      'is Succeeded after the work',
      { spec: { restartPolicy: 'Never' }, record: recordOf([container('app', exited(0))]) },
      'Succeeded',
    ],
    [
      'is Failed after a failure with Never',
      { spec: { restartPolicy: 'Never' }, record: recordOf([container('app', exited(1))]) },
      'Failed',
    ],
    [
      'is Running while one of two goes on',
      {
        spec: { ...two, restartPolicy: 'Never' },
        record: recordOf([container('a', exited(1)), container('b', running)]),
      },
      'Running',
    ],
    [
      'is Failed after an init container that failed for good',
      { spec: { ...init, restartPolicy: 'Never' }, record: recordOf([container('i', exited(1))]) },
      'Failed',
    ],
    [
      'is Failed when a pod that would restart was told to end',
      { isTerminal: true, record: recordOf([container('app', exited(143))]) },
      'Failed',
    ],
    [
      'is Succeeded when it was told to end and did well',
      { isTerminal: true, record: recordOf([container('app', exited(0))]) },
      'Succeeded',
    ],
    [
      'does not go by how a sidecar ended',
      {
        spec: { ...sidecar, restartPolicy: 'Never' },
        record: recordOf([container('app', exited(0)), container('s', exited(137))]),
      },
      'Succeeded',
    ],
    ['stays Failed', { status: { phase: 'Failed', reason: 'Evicted' } }, 'Failed'],
    [
      'is Failed when the kubelet does not take it',
      { record: undefined, verdict: { reason: 'OutOfcpu', message: 'no' } },
      'Failed',
    ],
  ])('%s', (_name, given, phase) => {
    expect(podStatus(picture(given)).phase).toBe(phase);
  });
});

describe('the status of a container', () => {
  const of = (given: Parameters<typeof picture>[0]) => podStatus(picture(given)).containerStatuses?.[0];

  it('waits for its creation, or for init containers', () => {
    expect(of({ record: undefined })?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect(of({ record: undefined, spec: init })?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
  });

  it('is not told of a pod that was refused, then or later', () => {
    const refused = podStatus(
      picture({ record: undefined, verdict: { reason: 'OutOfcpu', message: 'no' }, spec: init }),
    );
    expect(refused).not.toHaveProperty('containerStatuses');
    expect(refused).not.toHaveProperty('initContainerStatuses');
    expect(of({ record: undefined, status: { ...refused } })).toBeUndefined();
  });

  it('stays when its pod has failed and nothing is left of it', () => {
    const { containerStatuses } = podStatus(picture({ record: recordOf([container('app', exited(1))]) }));
    expect(of({ record: undefined, status: { phase: 'Failed', containerStatuses } })).toBeDefined();
  });

  it('tells since when it runs, as which container', () => {
    expect(of({})).toMatchObject({
      state: { running: { startedAt: '2026-01-01T00:00:02Z' } },
      lastState: {},
      ready: true,
      started: true,
      restartCount: 0,
      image: 'app:1',
      containerID: 'docker://app-0',
    });
  });

  it('tells how it ended last while it waits', () => {
    const status = of({ record: recordOf([container('app', exited(3), { attempt: 4 })]), failures: failing });
    expect(status?.state).toEqual({ waiting: backoff });
    expect(status?.lastState).toMatchObject({ terminated: { exitCode: 3, reason: 'Error' } });
    expect(status).toMatchObject({ restartCount: 4, ready: false, started: false });
  });

  it('tells how the one before ended while it runs', () => {
    const before = container('app', exited(137, 'OOMKilled'));
    const status = of({ record: recordOf([container('app', running, { attempt: 1 }), before]) });
    expect(status?.lastState.terminated).toMatchObject({
      exitCode: 137,
      reason: 'OOMKilled',
      containerID: 'docker://app-0',
    });
    expect(status?.restartCount).toBe(1);
  });

  it('hands on its last words', () => {
    const messages = new Map([['app-0', 'out of ideas']]);
    const status = of({ record: recordOf([container('app', exited(1))]), messages });
    expect(status?.state.terminated?.message).toBe('out of ideas');
  });

  it('says why it cannot be started', () => {
    const failures = new Map([['app', { reason: 'ErrImagePull', message: 'no such image' }]]);
    const status = of({ record: recordOf([]), failures });
    expect(status?.state).toEqual({ waiting: { reason: 'ErrImagePull', message: 'no such image' } });
  });

  it('counts what nobody saw end', () => {
    const old = {
      name: 'app',
      image: 'app:1',
      imageID: '',
      ready: true,
      restartCount: 1,
      state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
    };
    const status = of({ record: recordOf([]), status: { containerStatuses: [old] } });
    expect(status).toMatchObject({
      restartCount: 2,
      lastState: { terminated: { reason: 'ContainerStatusUnknown', exitCode: 137 } },
    });
  });

  it('is not ready before its probe has passed', () => {
    const probe = { httpGet: { port: 80 } };
    const spec = { containers: [{ name: 'app', image: 'app:1', readinessProbe: probe, startupProbe: probe }] };
    expect(of({ spec })).toMatchObject({ started: false, ready: false });
    const startup = { 'app-0/startup': 'success' } as const;
    expect(of({ spec, probes: probesOf(startup) })).toMatchObject({ started: true, ready: false });
    const both = probesOf({ ...startup, 'app-0/readiness': 'success' });
    expect(of({ spec, probes: both })).toMatchObject({ started: true, ready: true });
  });

  it('of an init container that was cleaned away is Completed', () => {
    const status = podStatus(picture({ spec: init })).initContainerStatuses?.[0];
    expect(status?.state.terminated).toMatchObject({ reason: 'Completed', exitCode: 0 });
  });
});

describe('the conditions of a pod', () => {
  const of = (given: Parameters<typeof picture>[0]) =>
    Object.fromEntries(
      (podStatus(picture(given)).conditions ?? []).map(({ type, status, reason, message }) => [
        type,
        [status, reason, message].filter(Boolean).join(' '),
      ]),
    );

  it('are all True when it runs', () => {
    expect(of({})).toEqual({
      PodReadyToStartContainers: 'True',
      Initialized: 'True',
      Ready: 'True',
      ContainersReady: 'True',
      PodScheduled: 'True',
    });
  });

  it('say what it waits for', () => {
    expect(of({ spec: init, record: recordOf([container('i', running)]) })).toMatchObject({
      Initialized: 'False ContainersNotInitialized containers with incomplete status: [i]',
      Ready: 'False ContainersNotReady containers with unready status: [app]',
    });
    expect(of({ record: recordOf([container('app', created)], [sandbox({ isReady: false })]) })).toMatchObject({
      PodReadyToStartContainers: 'False',
    });
  });

  it('say that it has completed, or failed', () => {
    const spec = { restartPolicy: 'Never' };
    expect(of({ spec, record: recordOf([container('app', exited(0))]) })).toMatchObject({
      Ready: 'False PodCompleted',
      Initialized: 'True PodCompleted',
    });
    expect(of({ spec, record: recordOf([container('app', exited(1))]) })).toMatchObject({ Ready: 'False PodFailed' });
  });

  it('wait for readiness gates', () => {
    const spec = { readinessGates: [{ conditionType: 'x/y' }] };
    expect(of({ spec })).toMatchObject({
      ContainersReady: 'True',
      Ready: 'False ReadinessGatesNotReady corresponding condition of pod readiness gate "x/y" does not exist.',
    });
    expect(of({ spec, status: { conditions: [{ type: 'x/y', status: 'True' }] } })).toMatchObject({ Ready: 'True' });
  });

  it('keep the time of their last change', () => {
    const since = '2026-01-01T00:00:10Z';
    const status = {
      conditions: ['Ready', 'Initialized'].map((type) => ({ type, status: 'True', lastTransitionTime: since })),
    };
    const probe = { exec: { command: ['true'] } };
    const spec = { containers: [{ name: 'app', image: 'app:1', readinessProbe: probe }] };
    const { conditions = [] } = podStatus(picture({ spec, status }));
    const times = Object.fromEntries(conditions.map(({ type, lastTransitionTime }) => [type, lastTransitionTime]));
    expect(times).toMatchObject({ Initialized: since, Ready: '2026-01-01T00:01:00Z' });
  });
});

describe('the addresses of a pod', () => {
  it("are those of its sandbox, or the node's", () => {
    expect(podStatus(picture())).toMatchObject({
      podIP: '10.244.1.7',
      podIPs: [{ ip: '10.244.1.7' }],
      hostIP: '172.30.0.11',
    });
    expect(podStatus(picture({ spec: { hostNetwork: true } })).podIP).toBe('172.30.0.11');
  });
});
