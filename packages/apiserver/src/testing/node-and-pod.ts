/** A node with a kubelet and a pod on it, as the API has them. */
import type { TestApi } from './start-test-api.ts';

export interface NodeAt {
  readonly name: string;
  /** @default 127.0.0.1 */
  readonly address?: string;
  readonly port: number;
}

export async function createNode({ send }: Pick<TestApi, 'send'>, { name, address = '127.0.0.1', port }: NodeAt) {
  await send('POST', '/api/v1/nodes', { body: { metadata: { name } } });
  const status = {
    addresses: [{ type: 'InternalIP', address }],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
  };
  const type = 'application/merge-patch+json';
  await send('PATCH', `/api/v1/nodes/${name}/status`, { body: { status }, type });
}

export interface PodOn {
  readonly name: string;
  /** @default none yet */
  readonly node?: string;
  /** @default ['main'] */
  readonly containers?: readonly string[];
  readonly spec?: object;
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly status?: object;
}

/** Creates a pod in the namespace `default`. */
export async function createPod({ send }: Pick<TestApi, 'send'>, pod: PodOn): Promise<void> {
  const { name, node, containers = ['main'], spec = {}, labels, status } = pod;
  const body = {
    metadata: { name, ...(labels === undefined ? {} : { labels }) },
    spec: {
      containers: containers.map((container) => ({ name: container, image: 'shop:1' })),
      ...(node === undefined ? {} : { nodeName: node }),
      ...spec,
    },
  };
  const made = await send('POST', '/api/v1/namespaces/default/pods', { body });
  if (made.status !== 201) throw new Error(`Cannot create the pod: ${made.text}`);
  if (status === undefined) return;
  const path = `/api/v1/namespaces/default/pods/${name}/status`;
  const set = await send('PATCH', path, { body: { status }, type: 'application/merge-patch+json' });
  if (set.status !== 200) throw new Error(`Cannot set the status of the pod: ${set.text}`);
}
