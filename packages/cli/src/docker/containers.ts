/** The containers of a cluster, as the engine has them: its machines and their processes, and what these have made. */
import { clusterLabel } from '../compose/plan-compose.ts';
import { docker, linesOf } from './docker.ts';

export interface ClusterContainer {
  readonly id: string;
  readonly name: string;
  /** `running`, `exited`, `restarting`, `paused`, `created`, `dead` */
  readonly state: string;
  /** As `docker ps` words it: `Up 3 minutes`. */
  readonly status: string;
  /** The service of the Compose file; empty for what processes of the cluster have made: pods, and ports of the gate. */
  readonly service: string;
}

const format = ['{{.ID}}', '{{.Names}}', '{{.State}}', '{{.Status}}', '{{.Label "com.docker.compose.service"}}'];

export async function clusterContainers(cluster: string): Promise<readonly ClusterContainer[]> {
  const filter = `--filter=label=${clusterLabel}=${cluster}`;
  const text = await docker(['ps', '--all', '--no-trunc', filter, `--format=${format.join('\t')}`]);
  return linesOf(text).map((line) => {
    const [id = '', name = '', state = '', status = '', service = ''] = line.split('\t');
    return { id, name, state, status, service };
  });
}

/** The kubelets' names among the services: they go before the containers that they would start again. */
export const isKubelet = ({ service }: ClusterContainer): boolean => service.endsWith('-kubelet');
