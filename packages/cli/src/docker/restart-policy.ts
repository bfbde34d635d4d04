/**
 * Whether the engine starts a cluster when it is started itself. Machines and processes are made with the policy `always`:
 * `unless-stopped` would not do, since an engine that finds its containers running after a crash ends them, and takes that for
 * somebody's wish. That a cluster was stopped must therefore be said.
 */
import { clusterContainers } from './containers.ts';
import { docker } from './docker.ts';

export type RestartPolicy = 'always' | 'no';

/** Of the machines and processes that are there; what they have made is looked after by them. */
export async function setRestartPolicy(cluster: string, policy: RestartPolicy): Promise<void> {
  const ids = (await clusterContainers(cluster)).filter(({ service }) => service !== '').map(({ id }) => id);
  if (ids.length > 0) await docker(['update', `--restart=${policy}`, ...ids]);
}
