import { describe, expect, it } from 'vitest';
import type { PodRecord } from '../runtime/runtime.ts';
import { planPod, terminationOrder, type PodPlan } from './plan-pod.ts';
import { container, created, exited, podOf, probesOf, recordOf, running, sandbox } from './testing/pictures.ts';
import type { ProbeResult } from './probe-results.ts';

/** A plan in words: `kill`, `sandbox 1`, `stop app-0`, `start app 2`. */
function words({ killAll, startSandbox, stop, start }: PodPlan): string[] {
  return [
    ...(killAll ? ['kill'] : []),
    ...(startSandbox === undefined ? [] : [`sandbox ${startSandbox}`]),
    ...stop.map(({ id }) => `stop ${id}`),
    ...start.map(({ name, attempt }) => `start ${name} ${attempt}`),
  ];
}

interface Case {
  readonly name: string;
  readonly spec?: object;
  readonly record?: PodRecord;
  readonly probes?: Readonly<Record<string, ProbeResult>>;
  readonly plan: readonly string[];
}

const two = {
  containers: [
    { name: 'a', image: 'a:1' },
    { name: 'b', image: 'b:1' },
  ],
};
const inits = {
  initContainers: [
    { name: 'i1', image: 'i1:1' },
    { name: 'i2', image: 'i2:1' },
  ],
};
const sidecar = { name: 's', image: 's:1', restartPolicy: 'Always' };
const gone = sandbox({ isReady: false });

const cases: readonly Case[] = [
  {
    name: 'starts a sandbox and the containers of a new pod',
    spec: two,
    plan: ['sandbox 0', 'start a 0', 'start b 0'],
  },
  { name: 'starts only the first init container of a new pod', spec: inits, plan: ['sandbox 0', 'start i1 0'] },
  { name: 'leaves a pod alone that runs', record: recordOf([container('app', running)]), plan: [] },
  { name: 'starts what is missing', spec: two, record: recordOf([container('a', running)]), plan: ['start b 0'] },
  {
    name: 'goes on with what was created and not started',
    record: recordOf([container('app', created)]),
    plan: ['start app 0'],
  },
  {
    name: 'restarts what has ended',
    record: recordOf([container('app', exited(0), { attempt: 2 })]),
    plan: ['start app 3'],
  },
  {
    name: 'does not restart a success with OnFailure, and ends the pod',
    spec: { restartPolicy: 'OnFailure' },
    record: recordOf([container('app', exited(0))]),
    plan: ['kill'],
  },
  {
    name: 'restarts a failure with OnFailure',
    spec: { restartPolicy: 'OnFailure' },
    record: recordOf([container('app', exited(1))]),
    plan: ['start app 1'],
  },
  {
    name: 'does not restart a failure with Never',
    spec: { restartPolicy: 'Never' },
    record: recordOf([container('app', exited(1))]),
    plan: ['kill'],
  },
  {
    name: 'waits for the other container with Never',
    spec: { ...two, restartPolicy: 'Never' },
    record: recordOf([container('a', exited(1)), container('b', running)]),
    plan: [],
  },
  {
    name: 'restarts by a rule for the exit code, whatever the pod says',
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'app',
          image: 'app:1',
          restartPolicy: 'Never',
          restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }],
        },
      ],
    },
    record: recordOf([container('app', exited(42))]),
    plan: ['start app 1'],
  },
  {
    name: 'replaces a container whose image has changed, also with Never',
    spec: { restartPolicy: 'Never' },
    record: recordOf([container('app', running, { image: 'app:0' })]),
    plan: ['stop app-0', 'start app 1'],
  },
  {
    name: 'restarts what fails its liveness probe',
    record: recordOf([container('app', running)]),
    probes: { 'app-0/liveness': 'failure' },
    plan: ['stop app-0', 'start app 1'],
  },
  {
    name: 'only stops what fails its liveness probe with Never',
    spec: { restartPolicy: 'Never' },
    record: recordOf([container('app', running)]),
    probes: { 'app-0/liveness': 'failure' },
    plan: ['stop app-0'],
  },
  {
    name: 'restarts what fails its startup probe',
    record: recordOf([container('app', running)]),
    probes: { 'app-0/startup': 'failure' },
    plan: ['stop app-0', 'start app 1'],
  },
  {
    name: 'does nothing for what is not ready',
    record: recordOf([container('app', running)]),
    probes: { 'app-0/readiness': 'failure' },
    plan: [],
  },
  { name: 'waits for an init container', spec: inits, record: recordOf([container('i1', running)]), plan: [] },
  {
    name: 'goes on to the next init container',
    spec: inits,
    record: recordOf([container('i1', exited(0))]),
    plan: ['start i2 0'],
  },
  {
    name: 'goes on to the main containers after the last',
    spec: inits,
    record: recordOf([container('i2', exited(0)), container('i1', exited(0))]),
    plan: ['start app 0'],
  },
  {
    name: 'goes by the last init container when earlier ones were cleaned away',
    spec: inits,
    record: recordOf([container('i2', exited(0))]),
    plan: ['start app 0'],
  },
  {
    name: 'repeats an init container that failed',
    spec: inits,
    record: recordOf([container('i1', exited(1))]),
    plan: ['start i1 1'],
  },
  {
    name: 'gives up after an init container that failed with Never',
    spec: { ...inits, restartPolicy: 'Never' },
    record: recordOf([container('i1', exited(1))]),
    plan: ['kill'],
  },
  {
    name: 'does not repeat init containers when a main container has ended',
    spec: inits,
    record: recordOf([container('app', exited(1))]),
    plan: ['start app 1'],
  },
  {
    name: 'goes on when a sidecar runs',
    spec: { initContainers: [sidecar] },
    record: recordOf([container('s', running)]),
    plan: ['start app 0'],
  },
  {
    name: 'waits for the startup probe of a sidecar',
    spec: { initContainers: [{ ...sidecar, startupProbe: { exec: { command: ['true'] } } }] },
    record: recordOf([container('s', running)]),
    plan: [],
  },
  {
    name: 'goes on when the startup probe of a sidecar has passed',
    spec: { initContainers: [{ ...sidecar, startupProbe: { exec: { command: ['true'] } } }] },
    record: recordOf([container('s', running)]),
    probes: { 's-0/startup': 'success' },
    plan: ['start app 0'],
  },
  {
    name: 'restarts a sidecar beside the main container, also with Never',
    spec: { initContainers: [sidecar], restartPolicy: 'Never' },
    record: recordOf([container('app', running), container('s', exited(0))]),
    plan: ['start s 1'],
  },
  {
    name: 'ends the pod, sidecars included, when the main containers have',
    spec: { initContainers: [sidecar], restartPolicy: 'Never' },
    record: recordOf([container('app', exited(0)), container('s', running)]),
    plan: ['kill'],
  },
  {
    name: 'begins anew when the sandbox is gone',
    spec: inits,
    record: recordOf([container('app', exited(137)), container('i2', exited(0)), container('i1', exited(0))], [gone]),
    plan: ['kill', 'sandbox 1', 'start i1 1'],
  },
  {
    name: 'runs init containers again in the new sandbox',
    spec: inits,
    record: recordOf(
      [
        container('i1', exited(0), { attempt: 1, sandboxId: 'sandbox-1' }),
        container('app', exited(137)),
        container('i2', exited(0)),
      ],
      [sandbox({ id: 'sandbox-1', attempt: 1 }), gone],
    ),
    plan: ['start i2 1'],
  },
  {
    name: 'does not begin anew with Never',
    spec: { restartPolicy: 'Never' },
    record: recordOf([container('app', exited(137))], [gone]),
    plan: ['kill'],
  },
  {
    name: 'replaces a sandbox in the wrong network',
    spec: { hostNetwork: true },
    record: recordOf([container('app', running)]),
    plan: ['kill', 'sandbox 1', 'start app 1'],
  },
  {
    name: 'starts an ephemeral container once',
    spec: { ephemeralContainers: [{ name: 'debug', image: 'debug:1' }] },
    record: recordOf([container('app', running)]),
    plan: ['start debug 0'],
  },
  {
    name: 'never starts an ephemeral container again',
    spec: { ephemeralContainers: [{ name: 'debug', image: 'debug:1' }] },
    record: recordOf([container('debug', exited(1)), container('app', running)]),
    plan: [],
  },
];

describe('planPod', () => {
  it.each(cases)('$name', ({ spec = {}, record, probes = {}, plan }) => {
    expect(words(planPod({ pod: podOf(spec), record, probes: probesOf(probes) }))).toEqual(plan);
  });

  it('says why it stops a container, and when the one before has ended', () => {
    const probes = probesOf({ 'app-0/liveness': 'failure' });
    const stopping = planPod({ pod: podOf(), record: recordOf([container('app', running)]), probes });
    expect(stopping.stop[0]?.message).toBe('Container app failed liveness probe, will be restarted');
    const state = exited(1);
    const starting = planPod({ pod: podOf(), record: recordOf([container('app', state)]), probes });
    expect(starting.start[0]?.previousEnd).toBe(state.type === 'exited' ? state.finishedAt : 0);
  });

  it.each([
    ['has run', { restartCount: 2, containerID: 'docker://app-2', state: { running: {} } }, 3],
    // Which counts it already.
    ['is said to have ended unseen', { restartCount: 3, state: { waiting: {} } }, 3],
    ['has never run', { restartCount: 0, state: { waiting: { reason: 'CreateContainerConfigError' } } }, 0],
  ])('counts on when somebody has removed all containers of a pod that %s', (_name, said, attempt) => {
    const old = { name: 'app', image: 'app:1', imageID: '', ready: false, lastState: {}, ...said };
    const pod = podOf({}, { status: { phase: 'Running', containerStatuses: [old] } });
    const plan = planPod({ pod, record: undefined, probes: probesOf({}) });
    expect(words(plan)).toEqual(['sandbox 0', `start app ${attempt}`]);
  });

  it('lets what is killed again and again wait as what crashes, until it is defined anew', () => {
    const probes = probesOf({ 'app-1/liveness': 'failure' });
    const before = exited(137);
    const plan = (image = 'app:1') => {
      const record = recordOf([container('app', running, { attempt: 1 }), container('app', before, { image })]);
      return planPod({ pod: podOf(), record, probes }).start[0];
    };
    expect(plan()).toMatchObject({ attempt: 2, previousEnd: before.type === 'exited' ? before.finishedAt : 0 });
    expect(plan('app:0')).not.toHaveProperty('previousEnd');
    expect(plan()?.hash).toBe(plan('app:0')?.hash);
  });
});

describe('terminationOrder', () => {
  it('ends sidecars after the others, the last one first', () => {
    const pod = podOf({
      initContainers: [
        { ...sidecar, name: 's1' },
        { ...sidecar, name: 's2' },
      ],
    });
    const record = recordOf(['app', 's2', 's1'].map((name) => container(name, running)));
    const order = terminationOrder(pod, record).map((group) => group.map(({ name }) => name));
    expect(order).toEqual([['app'], ['s2'], ['s1']]);
  });
});
