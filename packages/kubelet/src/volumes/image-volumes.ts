/**
 * Volumes that hold the files of an image. They are made when a container that mounts them starts: the image is pulled as
 * that of the container is, and keeps it waiting for the same reasons.
 */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Container, Pod } from '@wherry/api/core-v1';
import type { ImagePuller, PullRequest } from '../images/image-puller.ts';
import type { PodRef, RegistryCredentials, Runtime } from '../runtime/runtime.ts';
import type { VolumePlace } from './pod-volumes.ts';

export interface ImageVolumesInput extends Pick<PullRequest, 'tell' | 'signal'> {
  readonly pod: Readonly<Pod>;
  readonly container: Readonly<Pick<Container, 'name' | 'volumeMounts'>>;
  readonly ref: PodRef;
  readonly credentials: (image: string) => readonly RegistryCredentials[];
  readonly puller: ImagePuller;
  readonly runtime: Pick<Runtime, 'unpackImage'>;
  /** Where the files of the pod lie. */
  readonly podFolder: string;
}

/** Those that the container mounts, by name. @throws StartError when an image is not to be had, RuntimeError */
export async function imageVolumes(input: ImageVolumesInput): Promise<ReadonlyMap<string, VolumePlace>> {
  const { pod, container, credentials, puller, tell, signal } = input;
  const mounted = new Set((container.volumeMounts ?? []).map(({ name }) => name));
  const places = new Map<string, VolumePlace>();
  for (const { name, image: source } of pod.spec.volumes ?? []) {
    if (source === undefined || !mounted.has(name)) continue;
    const { reference: image = '', pullPolicy } = source;
    const { id } = await puller.ensure({
      pod,
      container: { name: container.name, image, ...(pullPolicy && { imagePullPolicy: pullPolicy }) },
      credentials: credentials(image),
      tell,
      ...(signal && { signal }),
    });
    places.set(name, { type: 'bind', source: await unpacked(input, name, id), readOnly: true, isFixed: true });
  }
  return places;
}

/** A container that starts again may find another image under the name: what the others see stays as it is. */
async function unpacked({ runtime, ref, podFolder }: ImageVolumesInput, volume: string, id: string): Promise<string> {
  const folder = join(podFolder, 'image-volumes', volume, id.slice(id.indexOf(':') + 1));
  if ((await stat(folder).catch(() => undefined)) !== undefined) return folder;
  const begun = `${folder}.begun`;
  await rm(begun, { recursive: true, force: true });
  await mkdir(begun, { recursive: true, mode: 0o755 });
  await runtime.unpackImage(id, { pod: ref, volume, folder: begun });
  await rename(begun, folder);
  return folder;
}
