/** What a person asks first of a cluster: what of it runs, whether its nodes are ready, where the API is. */
import { Nodes, Pods, type Node, type Pod } from '@wherry/api/core-v1';
import { clusterContainers, type ClusterContainer } from '../docker/containers.ts';
import { kubeconfigFile } from '../state.ts';
import { withCluster } from '../start/readiness.ts';

export interface Status {
  readonly lines: readonly string[];
  /** Whether all of it runs and every node is ready. */
  readonly isWell: boolean;
}

/** What the API says of a cluster. */
export interface World {
  readonly server: string;
  readonly nodes: readonly Readonly<Node>[];
  readonly pods: readonly Readonly<Pod>[];
}

export async function clusterStatus(name: string, { root }: { readonly root: string }): Promise<Status> {
  const containers = await clusterContainers(name);
  const world = await askApi(kubeconfigFile(name, { root })).catch(() => undefined);
  return describeStatus(name, { containers, world });
}

function askApi(kubeconfig: string): Promise<World> {
  return withCluster(kubeconfig, async ({ client, server }) => {
    const [nodes, pods] = await Promise.all([client.list(Nodes), client.list(Pods)]);
    return { server, nodes: nodes.items, pods: pods.items };
  });
}

/** Pure. */
export function describeStatus(
  name: string,
  { containers, world }: { readonly containers: readonly ClusterContainer[]; readonly world: World | undefined },
): Status {
  const processes = containers.filter(({ service }) => service !== '');
  if (processes.length === 0) return { lines: [`There is no cluster ${name}; to start it: npm start`], isWell: false };
  const running = processes.filter(({ state }) => state === 'running');
  const others = processes.filter(({ state }) => state !== 'running');
  if (running.length === 0) return { lines: [`The cluster ${name} is stopped; to start it: npm start`], isWell: false };
  const head = `The cluster ${name}: ${running.length} of ${processes.length} machines and processes run`;
  const troubles = others.map(({ name: container, status }) => `  ${container}: ${status}`);
  if (world === undefined) return { lines: [head, ...troubles, '  The API does not answer'], isWell: false };
  const ready = world.nodes.filter(isReady);
  const phases = Map.groupBy(world.pods, ({ status }) => status.phase ?? 'Pending');
  const pods = [...phases].map(([phase, list]) => `${list.length} ${phase}`).join(', ') || 'none';
  const unready = world.nodes.filter((node) => !isReady(node)).map(({ metadata }) => metadata.name);
  return {
    lines: [
      head,
      ...troubles,
      `  API:   ${world.server}`,
      `  Nodes: ${ready.length} of ${world.nodes.length} ready${unready.length > 0 ? `; not ${unready.join(', ')}` : ''}`,
      `  Pods:  ${pods}`,
    ],
    isWell: others.length === 0 && unready.length === 0,
  };
}

function isReady({ status }: Readonly<Node>): boolean {
  return (status.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}
