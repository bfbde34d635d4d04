// Looking into running pods: containers that are added to them, and processes that they share.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseImage } from '../../setup/steps/base-image.ts';
import {
  eventually,
  podsPath,
  shell,
  startKubeletOnDocker,
  untilTold,
  type KubeletOnDocker,
} from './kubelet-on-docker.ts';

let node: KubeletOnDocker;
beforeAll(async () => {
  node = await startKubeletOnDocker();
});
afterAll(() => node.stop());

const debuggers = async (pod: string) => (await node.get(pod)).status.ephemeralContainerStatuses ?? [];
const add = (pod: string, container: object) =>
  node.send('PATCH', `${podsPath}/${pod}/ephemeralcontainers`, {
    spec: { ephemeralContainers: [{ image: baseImage, ...container }] },
  });
const words = (script: string) => shell(`{ ${script}; } > /dev/termination-log 2>&1`);

describe('a container that is added to a running pod', () => {
  it('shares its network, runs once, and leaves the pod as it was', async () => {
    await node.create('debugged', {}, { restartPolicy: 'Always' });
    await eventually(async () => (await node.get('debugged')).status.phase).toBe('Running');
    await add('debugged', { name: 'debugger', ...words('hostname; exit 3') });
    await eventually(async () => (await debuggers('debugged'))[0]?.state.terminated).toMatchObject({
      exitCode: 3,
      message: 'debugged\n',
    });
    const { status } = await node.get('debugged');
    expect(status.phase).toBe('Running');
    expect(status.containerStatuses?.[0]).toMatchObject({ restartCount: 0, ready: true });
    expect((await debuggers('debugged'))[0]).toMatchObject({ restartCount: 0 });
    await eventually(() => node.events('debugged')).toEqual(
      expect.arrayContaining(['Created: Container created', 'Started: Container started']),
    );
  });

  it('sees the processes of the container that it is for', async () => {
    const tell = 'cat /proc/1/cmdline | tr "\\0" " "';
    await add('debugged', { name: 'seeing', targetContainerName: 'app', ...words(tell) });
    const seen = async () =>
      (await debuggers('debugged')).find(({ name }) => name === 'seeing')?.state.terminated?.message;
    await eventually(seen).toContain(untilTold);
  });

  it('says why it does not start', async () => {
    await add('debugged', { name: 'no-image', image: '127.0.0.1:1/none:1', ...words('true') });
    const waiting = async () =>
      (await debuggers('debugged')).find(({ name }) => name === 'no-image')?.state.waiting?.reason;
    await eventually(waiting).toMatch(/ErrImagePull|ImagePullBackOff/);
    expect((await node.get('debugged')).status.phase).toBe('Running');
  });
});

describe('a pod whose containers share their processes', () => {
  it('has one set of them, which somebody reaps', async () => {
    const other = { name: 'other', image: baseImage, ...shell('sleep 1000 & wait') };
    const app = {
      name: 'app',
      image: baseImage,
      ...words('sleep 1; cat /proc/1/comm; grep -l 1000 /proc/[0-9]*/cmdline | wc -l'),
    };
    await node.create('shared', {}, { containers: [app, other], shareProcessNamespace: true });
    const said = async () =>
      (await node.get('shared')).status.containerStatuses?.find(({ name }) => name === 'app')?.state.terminated
        ?.message;
    await eventually(said).toMatch(/^sh\n[1-9]/);
  });
});
