/** Answers with the log of a container. */
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { wantedContainers } from '../../pods/pod-containers.ts';
import { HttpError } from '../http-error.ts';
import type { KubeletRoute } from '../routes.ts';
import type { ServerContext } from '../server-context.ts';
import { chooseContainer } from './choose-container.ts';
import { formatLog } from './format-log.ts';
import { readLogOptions } from './log-options.ts';

/** @throws HttpError until the answer has begun; after that the connection breaks off */
export async function serveLog(
  { pods, runtime, clock }: Pick<ServerContext, 'pods' | 'runtime' | 'clock'>,
  route: Extract<KubeletRoute, { readonly type: 'logs' }>,
  { query, response }: { readonly query: URLSearchParams; readonly response: ServerResponse },
): Promise<void> {
  const options = readLogOptions(query, clock.now().getTime());
  const { namespace, pod: podName, container: name } = route;
  const pod = pods.find(namespace, podName);
  if (pod === undefined) throw new HttpError(404, `pod ${JSON.stringify(podName)} does not exist`);
  if (!wantedContainers(pod).some(({ container }) => container.name === name))
    throw new HttpError(404, `container ${JSON.stringify(name)} not found in pod ${JSON.stringify(podName)}`);
  const record = await runtime.pod(pod.metadata.uid ?? '');
  const { id } = chooseContainer(pod, record, { name, previous: options.previous });
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  // Who follows wants to know at once that it works.
  response.flushHeaders();
  const pieces = runtime.logPieces(id, { ...options, signal: gone.signal });
  for await (const bytes of formatLog(pieces, options)) {
    if (!response.write(bytes)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    if (gone.signal.aborted) return;
  }
  response.end();
}
