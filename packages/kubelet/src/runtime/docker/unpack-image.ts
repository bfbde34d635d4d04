/**
 * Puts the files of an image into a folder. Engines hand them out only by way of a container: one is created, which never
 * starts. It counts as one of the pod's, so that it goes with the pod when nobody was there to remove it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import type { ContainerCreateOptions } from 'dockerode';
import { RuntimeError, type PodRef } from '../runtime.ts';
import { asked, askedUnless } from './engine-errors.ts';
import { containerName, CONTAINER_NAME, podLabels, TYPE } from './labels.ts';

export interface Unpacking {
  readonly pod: PodRef;
  readonly volume: string;
  /** Empty, and a folder of this process. */
  readonly folder: string;
  readonly owner: string;
}

const NOT_FOUND = 404;

/** @param create as `createContainer`, where one of the name may be left from an earlier try */
export async function unpackImage(
  docker: Docker,
  imageId: string,
  {
    create,
    ...unpacking
  }: Unpacking & {
    readonly create: (config: ContainerCreateOptions & { readonly name: string }) => Promise<string>;
  },
): Promise<void> {
  const { pod, volume, folder, owner } = unpacking;
  // No container of a pod can have a dot in its name.
  const name = `image-volume.${volume}.${imageId.slice(imageId.indexOf(':') + 1)}`;
  const id = await create({
    name: containerName({ pod, name, attempt: 0 }),
    Image: imageId,
    // An image that is made to be looked at has no command of its own, and the engine insists on one.
    Entrypoint: ['-'],
    Cmd: [],
    Labels: { ...podLabels(pod, owner), [TYPE]: 'container', [CONTAINER_NAME]: name },
    HostConfig: { NetworkMode: 'none' },
  });
  const container = docker.getContainer(id);
  try {
    await extract(await asked(container.export()), folder);
  } finally {
    await askedUnless(container.remove({ force: true, v: true }), [NOT_FOUND]);
  }
}

/** Owners and modes stay as they are. What the engine adds to tell that it made the container does not belong to it. */
async function extract(archive: NodeJS.ReadableStream, folder: string): Promise<void> {
  const tar = spawn(
    'tar',
    ['--extract', '--numeric-owner', '--preserve-permissions', '--exclude=.dockerenv', '--anchored', '-C', folder],
    {
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  const [complaint, [code]] = await Promise.all([
    text(tar.stderr),
    once(tar, 'close') as Promise<[number | null]>,
    // An early end of the program is told by its exit code.
    pipeline(archive, tar.stdin).catch(() => undefined),
  ]);
  if (code !== 0)
    throw new RuntimeError(`the files of the image cannot be unpacked: ${complaint.trim().slice(0, 500)}`);
}
