/** The sandbox of the pod that a port-forward request means. */
import type { SandboxRecord } from '../../runtime/runtime.ts';
import { HttpError } from '../http-error.ts';
import type { PodPlace } from '../routes.ts';
import type { ServerContext } from '../server-context.ts';

/** @throws HttpError */
export async function findSandbox(
  { pods, runtime }: Pick<ServerContext, 'pods' | 'runtime'>,
  { namespace, pod: name, uid }: PodPlace,
): Promise<SandboxRecord> {
  const pod = pods.find(namespace, name);
  if (pod === undefined) throw new HttpError(404, 'pod does not exist');
  const isMeant = uid === undefined || uid === pod.metadata.uid;
  const record = isMeant ? await runtime.pod(pod.metadata.uid ?? '') : undefined;
  const sandbox = record?.sandboxes.find(({ isReady }) => isReady);
  if (sandbox === undefined) throw new HttpError(500, `pod not found (${JSON.stringify(`${name}_${namespace}`)})`);
  return sandbox;
}
