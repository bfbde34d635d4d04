/**
 * What a cluster that was stopped still has to start again: `npm start` is over when its pods run, not when the nodes do.
 * The API alone does not tell. It remembers what ran before, until each kubelet has looked.
 */
import { Pods, type ContainerStatus, type Pod } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { clusterContainers } from '../docker/containers.ts';

/** Which pods have containers that are going to run, but do not yet. Pods that fail for other reasons are not meant. */
export async function podsComingBack(client: Client, cluster: string): Promise<string | undefined> {
  const [{ items }, containers] = await Promise.all([client.list(Pods), clusterContainers(cluster)]);
  const running = containers.filter(({ state }) => state === 'running').map(({ id }) => id);
  return comingBack(items, new Set(running));
}

/**
 * Names them. Pure.
 * @param running the ids of all containers of the cluster that run
 */
export function comingBack(pods: readonly Readonly<Pod>[], running: ReadonlySet<string>): string | undefined {
  const back = (status: ContainerStatus, pod: Readonly<Pod>): boolean => {
    const { state, containerID = '' } = status;
    if (state.running !== undefined) return running.has(containerID.replace('docker://', ''));
    return state.terminated === undefined || !isRestarted(pod, state.terminated.exitCode);
  };
  const missing = pods.filter((pod) => {
    const { phase, containerStatuses = [] } = pod.status;
    const lasts = phase === 'Running' && pod.metadata.deletionTimestamp === undefined;
    return lasts && !containerStatuses.every((status) => back(status, pod));
  });
  const names = missing.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
  return names.length === 0 ? undefined : names.join(', ');
}

function isRestarted({ spec }: Readonly<Pod>, exitCode: number): boolean {
  return spec.restartPolicy === 'Always' || (spec.restartPolicy === 'OnFailure' && exitCode !== 0);
}
