import type { EventText } from '@wherry/client';
import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { podOf } from '../pods/testing/pictures.ts';
import { createFakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { RuntimeError } from '../runtime/runtime.ts';
import { createImagePuller } from './image-puller.ts';
import { credentialsFor } from './pull-secrets.ts';

type Policy = 'Always' | 'IfNotPresent' | 'Never';

function puller({ images = [], isDown = false }: { images?: string[]; isDown?: boolean } = {}) {
  const clock = fakeClock();
  const refuse = () => {
    if (isDown) throw new RuntimeError('connection refused');
  };
  const runtime = createFakeRuntime({ clock, images, pull: refuse });
  const subject = createImagePuller({ images: runtime.images, clock });
  const events: string[] = [];
  const tell = ({ reason, message }: EventText) => void events.push(`${reason}: ${message}`);
  const ensure = (imagePullPolicy: Policy, image = 'app:1') =>
    subject.ensure({ pod: podOf(), container: { name: 'app', image, imagePullPolicy }, credentials: [], tell });
  return { ensure, events, clock, runtime };
}

describe('the image puller', () => {
  it('pulls what is not here', async () => {
    const { ensure, events, runtime } = puller();
    expect((await ensure('IfNotPresent')).tags).toEqual(['app:1']);
    expect(runtime.pulled).toEqual(['app:1']);
    expect(events).toEqual([
      'Pulling: Pulling image "app:1"',
      'Pulled: Successfully pulled image "app:1" in 0ms (0ms including waiting). Image size: 1000000 bytes.',
    ]);
  });

  it('pulls what is here only when told to', async () => {
    const { ensure, events, runtime } = puller({ images: ['app:1'] });
    await ensure('IfNotPresent');
    await ensure('Never');
    expect(runtime.pulled).toEqual([]);
    expect(events[0]).toBe('Pulled: Container image "app:1" already present on machine and can be accessed by the pod');
    await ensure('Always');
    expect(runtime.pulled).toEqual(['app:1']);
  });

  it('never pulls with Never', async () => {
    await expect(puller().ensure('Never')).rejects.toMatchObject({ reason: 'ErrImageNeverPull' });
  });

  it('uses what is here when the registry of Always cannot be reached, and says so', async () => {
    const { ensure, events } = puller({ images: ['app:1'], isDown: true });
    expect((await ensure('Always')).tags).toEqual(['app:1']);
    expect(events.at(-1)).toMatch(/^Failed: .*connection refused.*is used$/);
  });

  it('refuses what is no name of an image', async () => {
    await expect(puller().ensure('Always', 'NOT A NAME')).rejects.toMatchObject({ reason: 'InvalidImageName' });
  });

  it('waits longer and longer after failures', async () => {
    const { ensure, clock } = puller({ isDown: true });
    await expect(ensure('IfNotPresent')).rejects.toMatchObject({
      reason: 'ErrImagePull',
      message: 'connection refused',
    });
    await clock.advance(9_000);
    await expect(ensure('IfNotPresent')).rejects.toMatchObject({
      reason: 'ImagePullBackOff',
      message: 'Back-off pulling image "app:1": ErrImagePull: connection refused',
    });
    await clock.advance(1_000);
    await expect(ensure('IfNotPresent')).rejects.toMatchObject({ reason: 'ErrImagePull' });
    await clock.advance(19_000);
    await expect(ensure('IfNotPresent')).rejects.toMatchObject({ reason: 'ImagePullBackOff' });
  });
});

describe('credentialsFor', () => {
  const secret = (auths: object) => ({
    metadata: {},
    type: 'kubernetes.io/dockerconfigjson' as const,
    data: { '.dockerconfigjson': btoa(JSON.stringify({ auths })) },
  });

  it('finds those of the registry, the most exact first', () => {
    const secrets = [
      secret({ 'quay.io': { auth: btoa('ann:pa:ss') }, 'quay.io/team': { username: 'bob', password: 'b' }, other: {} }),
    ];
    expect(credentialsFor('quay.io/team/app:1', secrets)).toEqual([
      { server: 'quay.io/team', username: 'bob', password: 'b' },
      { server: 'quay.io', username: 'ann', password: 'pa:ss' },
    ]);
  });

  it('knows the names of Docker Hub', () => {
    const hub = secret({ 'https://index.docker.io/v1/': { auth: btoa('ann:x') } });
    expect(credentialsFor('nginx', [hub])).toHaveLength(1);
  });

  it('takes what cannot be read for nothing', () => {
    expect(
      credentialsFor('nginx', [
        { metadata: {}, type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': btoa('{') } },
      ]),
    ).toEqual([]);
  });
});
