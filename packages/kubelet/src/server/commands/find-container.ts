/** The running container that an exec, attach or run request means. */
import type { Pod } from '@wherry/api/core-v1';
import { newest, wantedContainers } from '../../pods/pod-containers.ts';
import { HttpError } from '../http-error.ts';
import type { ContainerPlace } from '../routes.ts';
import type { ServerContext } from '../server-context.ts';

/** @throws HttpError */
export async function findContainer(
  { pods, runtime }: Pick<ServerContext, 'pods' | 'runtime'>,
  { namespace, pod: podName, uid, container: name }: ContainerPlace,
): Promise<{ readonly id: string; readonly tty: boolean; readonly pod: Readonly<Pod> }> {
  const pod = pods.find(namespace, podName);
  if (pod === undefined) throw new HttpError(404, 'pod does not exist');
  const isMeant = uid === undefined || uid === pod.metadata.uid;
  const record = isMeant ? await runtime.pod(pod.metadata.uid ?? '') : undefined;
  const found = newest(record, name);
  if (found?.state.type !== 'running') throw new HttpError(500, `container not found (${JSON.stringify(name)})`);
  const spec = wantedContainers(pod).find(({ container }) => container.name === name)?.container;
  return { id: found.id, tty: spec?.tty === true, pod };
}
