/** The pods of the node as lists: as the API has them, and as the engine has them. Pure. */
import type { PodRecord } from '../runtime/runtime.ts';
import type { PodDirectory } from './server-context.ts';

const LIST = { kind: 'PodList', apiVersion: 'v1', metadata: {} };

export function listPods(pods: Pick<PodDirectory, 'list'>): object {
  const items = pods.list().map((pod) => ({ ...pod, kind: undefined, apiVersion: undefined }));
  return { ...LIST, items };
}

/** Only what the engine knows: names, and the containers that run. */
export function listRunning(records: readonly PodRecord[]): object {
  const items = records.flatMap(({ pod: { namespace, name, uid }, containers }) => {
    const running = containers.filter(({ state }) => state.type === 'running');
    const spec = {
      containers: running.map((container) => ({ name: container.name, image: container.image, resources: {} })),
    };
    return running.length === 0 ? [] : [{ metadata: { name, namespace, uid }, spec, status: {} }];
  });
  return { ...LIST, items };
}
