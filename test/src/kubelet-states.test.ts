// What the status of a pod says of its containers, on the real engine: why one does not start, how one has ended.

import type { ContainerStatus } from '@wherry/api/core-v1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';
import {
  eventually,
  podsPath,
  shell,
  startKubeletOnDocker,
  untilListening,
  type KubeletOnDocker,
} from './kubelet-on-docker.ts';

let node: KubeletOnDocker;
beforeAll(async () => {
  node = await startKubeletOnDocker({ crashBackoff: { first: 300, most: 2000 } });
});
afterAll(() => node.stop());

const status = async (pod: string, container = 'app'): Promise<ContainerStatus | undefined> => {
  const { status: said } = await node.get(pod);
  const all = [...(said.initContainerStatuses ?? []), ...(said.containerStatuses ?? [])];
  return all.find(({ name }) => name === container);
};
const phase = async (pod: string) => (await node.get(pod)).status.phase;
const conditions = async (pod: string) =>
  Object.fromEntries(((await node.get(pod)).status.conditions ?? []).map(({ type, ...rest }) => [type, rest]));

describe('a container that does not start', () => {
  const security = { securityContext: { runAsNonRoot: true } };
  const missing = { env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'nope', key: 'k' } } }] };
  it.each<[string, object, string, RegExp, readonly RegExp[]]>([
    ['bad-name', { image: 'UPPER:1' }, 'InvalidImageName', /couldn't parse image name "UPPER:1"/, [/^InspectFailed: /]],
    [
      'never',
      { image: 'wherry.invalid/none:1', imagePullPolicy: 'Never' },
      'ErrImageNeverPull',
      /^Container image "wherry\.invalid\/none:1" is not present with pull policy of Never$/,
      [/^ErrImageNeverPull: Container image /, /^Failed: Error: ErrImageNeverPull$/],
    ],
    [
      'no-registry',
      { image: '127.0.0.1:1/none:1' },
      'ImagePullBackOff',
      /^Back-off pulling image "127\.0\.0\.1:1\/none:1": ErrImagePull: .*connection refused/,
      [/^Failed: Failed to pull image /, /^Failed: Error: ErrImagePull$/, /^BackOff: Back-off pulling image "127/],
    ],
    [
      'no-secret',
      missing,
      'CreateContainerConfigError',
      /^secret "nope" not found$/,
      [/^Failed: Error: secret "nope" not found$/],
    ],
    ['root', security, 'CreateContainerConfigError', /runAsNonRoot and image will run as root/, []],
  ])('%s', async (name, container, reason, message, events) => {
    await node.create(name, container);
    await eventually(async () => (await status(name))?.state.waiting).toMatchObject({
      reason,
      message: expect.stringMatching(message) as string,
    });
    expect(await phase(name)).toBe('Pending');
    for (const event of events)
      await eventually(() => node.events(name)).toEqual(expect.arrayContaining([expect.stringMatching(event)]));
  });

  it('does not run without what it asks for and cannot have', async () => {
    await node.create('own-users', {}, { hostUsers: false });
    await eventually(() => node.events('own-users')).toContainEqual(
      expect.stringMatching(/^FailedCreatePodSandBox: Failed to create pod sandbox: .*user namespaces/),
    );
    expect(await phase('own-users')).toBe('Pending');
    await node.create('strict', {}, { securityContext: { supplementalGroupsPolicy: 'Strict' } });
    await eventually(() => phase('strict')).toBe('Failed');
    expect((await node.get('strict')).status.reason).toBe('SupplementalGroupsPolicyNotSupported');
  });

  it('says that there is no such command, and tries again', async () => {
    await node.create('no-command', { command: ['/no/such/program'] }, { restartPolicy: 'Always' });
    await eventually(async () => (await status('no-command'))?.lastState.terminated).toMatchObject({
      reason: 'StartError',
      exitCode: 128,
      message: expect.stringMatching(/no such file/) as string,
    });
    await eventually(async () => (await status('no-command'))?.state.waiting?.reason).toMatch(
      /^(RunContainerError|CrashLoopBackOff)$/,
    );
    expect(await phase('no-command')).toBe('Running');
  });
});

describe('a container that ends', () => {
  const write = (text: string, code = 0) => shell(`printf '${text}' > /dev/termination-log; exit ${code}`);
  it.each<[string, object, object]>([
    ['well', shell('exit 0'), { exitCode: 0, reason: 'Completed' }],
    ['badly', shell('exit 7'), { exitCode: 7, reason: 'Error' }],
    ['with last words', write('bye'), { exitCode: 0, message: 'bye' }],
    [
      'with last words elsewhere',
      { ...shell('printf bye > /tmp/words'), terminationMessagePath: '/tmp/words' },
      { message: 'bye' },
    ],
    [
      'with the end of its log',
      { ...shell('echo one; echo two; exit 1'), terminationMessagePolicy: 'FallbackToLogsOnError' },
      { exitCode: 1, message: expect.stringMatching(/^one\ntwo/) as string },
    ],
    [
      'without its log when all is well',
      { ...shell('echo one'), terminationMessagePolicy: 'FallbackToLogsOnError' },
      { exitCode: 0, reason: 'Completed' },
    ],
    [
      'for want of memory',
      { ...shell('exec perl -e \'$x = "a" x 200_000_000\''), resources: { limits: { memory: '16Mi' } } },
      { exitCode: 137, reason: 'OOMKilled' },
    ],
    [
      'for want of memory of a child, which it waits for',
      { ...shell('perl -e \'$x = "a" x 200_000_000\'; exit $?'), resources: { limits: { memory: '16Mi' } } },
      { exitCode: 137, reason: 'OOMKilled' },
    ],
  ])('%s', async (name, container, expected) => {
    const pod = name.replaceAll(/[ ,]+/g, '-');
    await node.create(pod, container);
    await eventually(async () => (await status(pod))?.state.terminated).toMatchObject(expected);
    const { exitCode } = (await status(pod))?.state.terminated ?? {};
    await eventually(() => phase(pod)).toBe(exitCode === 0 ? 'Succeeded' : 'Failed');
    const reason = exitCode === 0 ? 'PodCompleted' : 'PodFailed';
    expect(await conditions(pod)).toMatchObject({
      Ready: { status: 'False', reason, observedGeneration: 1 },
      ContainersReady: { status: 'False', reason },
      PodScheduled: { status: 'True' },
    });
  });
});

describe('restarting', () => {
  it('backs off, says so, and shows the end before', async () => {
    await node.create('crash', shell('exit 3'), { restartPolicy: 'Always' });
    const { metadata } = await node.get('crash');
    await eventually(() => status('crash')).toMatchObject({
      lastState: { terminated: { exitCode: 3, reason: 'Error' } },
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: expect.stringMatching(
            new RegExp(`^back-off .* restarting failed container=app pod=crash_default\\(${metadata.uid}\\)$`),
          ) as string,
        },
      },
    });
    await eventually(async () => (await status('crash'))?.restartCount ?? 0).toBeGreaterThan(1);
    const backOff = `BackOff: Back-off restarting failed container app in pod crash_default(${metadata.uid})`;
    await eventually(() => node.events('crash')).toContain(backOff);
  });

  it.each([
    ['OnFailure', 0, 'Succeeded', 0],
    ['Never', 1, 'Failed', 0],
  ])('%s after %i', async (restartPolicy, code, expected, restarts) => {
    const name = `policy-${restartPolicy.toLowerCase()}`;
    await node.create(name, shell(`exit ${code}`), { restartPolicy });
    await eventually(() => phase(name)).toBe(expected);
    expect((await status(name))?.restartCount).toBe(restarts);
  });

  it("goes by a container's own rules", async () => {
    const rules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }];
    const script = 'test -f /shared/again && exit 1; touch /shared/again; exit 42';
    await node.create(
      'rules',
      {
        ...shell(script),
        restartPolicy: 'Never',
        restartPolicyRules: rules,
        volumeMounts: [{ name: 'shared', mountPath: '/shared' }],
      },
      { volumes: [{ name: 'shared', emptyDir: {} }] },
    );
    await eventually(() => phase('rules')).toBe('Failed');
    expect(await status('rules')).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 42 } } });
  });

  it('fails a pod whose init container has failed for good', async () => {
    const init = [{ name: 'init', image: baseImage, ...shell('exit 5') }];
    await node.create('bad-init', {}, { initContainers: init });
    await eventually(() => phase('bad-init')).toBe('Failed');
    expect((await status('bad-init', 'init'))?.state.terminated?.exitCode).toBe(5);
    expect((await status('bad-init'))?.state.waiting?.reason).toBe('PodInitializing');
    expect(await conditions('bad-init')).toMatchObject({
      Initialized: {
        status: 'False',
        reason: 'ContainersNotInitialized',
        message: 'containers with incomplete status: [init]',
      },
    });
  });

  it('keeps a pod pending while its init container tries again', async () => {
    const init = [{ name: 'init', image: baseImage, ...shell('exit 5') }];
    await node.create('crash-init', {}, { initContainers: init, restartPolicy: 'Always' });
    await eventually(async () => (await status('crash-init', 'init'))?.restartCount ?? 0).toBeGreaterThan(0);
    expect(await phase('crash-init')).toBe('Pending');
  });

  it('ends a pod that has been active for too long', async () => {
    await node.create('deadline', {}, { terminationGracePeriodSeconds: 30 });
    await untilListening(node, 'deadline');
    // Now that it can be heard how it ends.
    await node.send('PATCH', `${podsPath}/deadline`, { spec: { activeDeadlineSeconds: 1 } });
    await eventually(() => phase('deadline')).toBe('Failed');
    expect((await node.get('deadline')).status).toMatchObject({
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
    await eventually(async () => (await status('deadline'))?.state.terminated?.exitCode).toBe(0);
    await eventually(() => node.events('deadline')).toContain(
      'DeadlineExceeded: Pod was active on the node longer than the specified deadline',
    );
  });
});

describe('a pod that runs', () => {
  it('says all that there is to know of it', async () => {
    const resources = { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } };
    await node.create('facts', { resources }, { hostNetwork: true, readinessGates: [{ conditionType: 'shop/open' }] });
    await eventually(async () => (await conditions('facts'))['ContainersReady']?.status).toBe('True');
    const { status: said } = await node.get('facts');
    expect(said).toMatchObject({
      phase: 'Running',
      observedGeneration: 1,
      hostIP: '127.0.0.1',
      hostIPs: [{ ip: '127.0.0.1' }],
      podIP: '127.0.0.1',
      podIPs: [{ ip: '127.0.0.1' }],
      qosClass: 'Burstable',
      containerStatuses: [
        {
          ready: true,
          started: true,
          restartCount: 0,
          image: baseImage,
          imageID: expect.stringMatching(/^docker/) as string,
          containerID: expect.stringMatching(/^docker:\/\/[0-9a-f]{64}$/) as string,
          allocatedResources: resources.requests,
          resources,
        },
      ],
    });
    expect(Date.parse(said.startTime ?? '')).toBeGreaterThan(Date.now() - 300_000);
    expect(await conditions('facts')).toMatchObject({
      Ready: {
        status: 'False',
        reason: 'ReadinessGatesNotReady',
        message: 'corresponding condition of pod readiness gate "shop/open" does not exist.',
      },
      Initialized: { status: 'True' },
      PodReadyToStartContainers: { status: 'True' },
    });
    const condition = { type: 'shop/open', status: 'True' };
    await node.send('PATCH', '/api/v1/namespaces/default/pods/facts/status', { status: { conditions: [condition] } });
    await eventually(async () => (await conditions('facts'))['Ready']?.status).toBe('True');
  });
});
