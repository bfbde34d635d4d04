import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClock } from '@wherry/component';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createImagePuller } from '../images/image-puller.ts';
import { podOf, UID } from '../pods/testing/pictures.ts';
import { createFakeRuntime } from '../runtime/fake/fake-runtime.ts';
import { RuntimeError } from '../runtime/runtime.ts';
import { containerMounts } from './container-mounts.ts';
import { imageVolumes } from './image-volumes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wherry-image-volumes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const volumes = [
  { name: 'pictures', image: { reference: 'kittens:1', pullPolicy: 'Always' } },
  { name: 'other', image: { reference: 'dogs:1' } },
];
const mounts = [{ name: 'pictures', mountPath: '/pictures' }];

function subject({ isDown = false }: { readonly isDown?: boolean } = {}) {
  const clock = fakeClock();
  const refuse = () => {
    if (isDown) throw new RuntimeError('connection refused');
  };
  const runtime = createFakeRuntime({ clock, pull: refuse });
  const unpacked: string[] = [];
  const counting = {
    unpackImage: (id: string, options: Parameters<typeof runtime.unpackImage>[1]) => {
      unpacked.push(id);
      return runtime.unpackImage(id, options);
    },
  };
  const make = () =>
    imageVolumes({
      pod: podOf({ volumes }),
      container: { name: 'app', volumeMounts: mounts },
      ref: { namespace: 'default', name: 'web', uid: UID },
      credentials: () => [],
      puller: createImagePuller({ images: runtime.images, clock }),
      runtime: counting,
      podFolder: folder,
      tell: () => undefined,
    });
  return { make, runtime, unpacked };
}

describe('image volumes', () => {
  it('are pulled and unpacked for the container that mounts them, and for no other', async () => {
    const { make, runtime } = subject();
    const places = await make();
    expect([...places.keys()]).toEqual(['pictures']);
    expect(runtime.pulled).toEqual(['kittens:1']);
    const place = places.get('pictures');
    expect(place).toMatchObject({ type: 'bind', readOnly: true });
    expect(await readFile(join(place?.source ?? '', 'image'), 'utf8')).toBe('sha256:kittens:1');
  });

  it('are unpacked once', async () => {
    const { make, unpacked } = subject();
    const first = await make();
    expect(await make()).toEqual(first);
    expect(unpacked).toEqual(['sha256:kittens:1']);
  });

  it('keep their container waiting as its own image would', async () => {
    await expect(subject({ isDown: true }).make()).rejects.toMatchObject({ reason: 'ErrImagePull' });
  });

  it('are mounted read-only, with a subPath that is there', async () => {
    const places = await subject().make();
    const mountOf = (subPath: string) =>
      containerMounts(
        { volumeMounts: [{ name: 'pictures', mountPath: '/p', subPath }] },
        { places, environment: new Map(), hostRoot: '' },
      );
    expect(await mountOf('image')).toMatchObject([{ target: '/p', readOnly: true }]);
    await expect(mountOf('absent')).rejects.toMatchObject({ reason: 'CreateContainerError' });
  });
});
