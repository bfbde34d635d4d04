// Pods that come and go while the kubelet does too: in the end there is one container of each that is wanted, and
// nothing of the others.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, podsPath, startKubeletOnDocker, type KubeletOnDocker } from './kubelet-on-docker.ts';

let node: KubeletOnDocker;
beforeAll(async () => {
  node = await startKubeletOnDocker();
});
afterAll(() => node.stop());

const ROUNDS = 12;
const EACH = 2;

/** The same numbers every time, so that what fails can be seen again. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

it('loses none, doubles none and leaves nothing behind', async () => {
  const random = numbers(7);
  const wanted = new Set<string>();
  const volumes = [
    { name: 'disk', emptyDir: {} },
    { name: 'memory', emptyDir: { medium: 'Memory' } },
  ];
  const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let index = 0; index < EACH; index += 1) {
      const name = `pod-${round}-${index}`;
      await node.create(name, { volumeMounts }, { volumes, restartPolicy: 'Always' });
      wanted.add(name);
    }
    for (const name of wanted) {
      if (random() > 0.3) continue;
      await node.send('DELETE', `${podsPath}/${name}${random() < 0.5 ? '?gracePeriodSeconds=0' : ''}`);
      wanted.delete(name);
    }
    await new Promise((resolve) => setTimeout(resolve, random() * 800));
    await node.stopKubelet();
    await node.startKubelet();
  }
  const shape = async () => {
    const records = await node.runtime.pods();
    return records
      .map(({ pod, sandboxes, containers }) => {
        const running = containers.filter(({ state }) => state.type === 'running');
        return `${pod.name}: ${sandboxes.filter(({ isReady }) => isReady).length} ${running.length}`;
      })
      .toSorted();
  };
  await eventually(shape).toEqual([...wanted].map((name) => `${name}: 1 1`).toSorted());
  for (const name of wanted) {
    await eventually(async () => (await node.get(name)).status.phase).toBe('Running');
    expect((await node.get(name)).status.containerStatuses?.[0]?.restartCount).toBe(0);
    await node.send('DELETE', `${podsPath}/${name}?gracePeriodSeconds=0`);
  }
  await eventually(() => node.runtime.pods()).toEqual([]);
  await eventually(() => readdir(join(node.root, 'pods'))).toEqual([]);
});
