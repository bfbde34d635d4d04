/**
 * Stops a cluster and keeps all of it: objects, volumes, addresses. Kubelets, gate and keeper go first, or they would start
 * again what is stopped after them; the machines go last, since everything else is in their networks.
 */
import { clusterContainers, type ClusterContainer } from '../docker/containers.ts';
import { docker } from '../docker/docker.ts';
import { setRestartPolicy } from '../docker/restart-policy.ts';

/** For a pod's containers and for a process, in seconds. */
const GRACE_SECONDS = 10;

/** The containers that run, in groups that are stopped one after the other. Pure. */
export function stopOrder(containers: readonly ClusterContainer[]): readonly (readonly ClusterContainer[])[] {
  const running = containers.filter(({ state }) => ['running', 'restarting', 'paused'].includes(state));
  const groupOf = ({ service }: ClusterContainer): number => {
    if (/-kubelet$|^(gate|keeper)$/.test(service)) return 0;
    if (service === '') return 1;
    if (service === 'etcd') return 3;
    return /^(control-plane|node-\d+)$/.test(service) ? 4 : 2;
  };
  const groups = [0, 1, 2, 3, 4].map((group) => running.filter((container) => groupOf(container) === group));
  return groups.filter((group) => group.length > 0);
}

/** @returns how many containers were stopped */
export async function stopCluster(name: string): Promise<number> {
  await setRestartPolicy(name, 'no');
  const groups = stopOrder(await clusterContainers(name));
  for (const group of groups) {
    const paused = group.filter(({ state }) => state === 'paused').map(({ id }) => id);
    if (paused.length > 0) await docker(['unpause', ...paused]);
    // Each is told at once: the command with all of them would wait for one after the other.
    await Promise.all(group.map(({ id }) => docker(['stop', `--time=${GRACE_SECONDS}`, id])));
  }
  return groups.flat().length;
}
