/** Removes a cluster: everything on the engine that carries its label, what is remembered of it, its place in kubeconfigs. */
import { clusterLabel } from '../compose/plan-compose.ts';
import { clusterContainers, isKubelet } from '../docker/containers.ts';
import { docker, linesOf } from '../docker/docker.ts';
import { removeEntries } from '../kubeconfig/edit-kubeconfig.ts';
import { changeKubeconfig } from '../kubeconfig/users-kubeconfig.ts';
import { forget, recall } from '../state.ts';

export interface Removed {
  readonly containers: number;
  readonly volumes: number;
  readonly networks: number;
}

/** @param root of the checkout */
export async function removeCluster(
  name: string,
  { root, say }: { readonly root: string; readonly say: (line: string) => void },
): Promise<Removed> {
  const containers = await removeContainers(name);
  const filter = `--filter=label=${clusterLabel}=${name}`;
  const volumes = linesOf(await docker(['volume', 'ls', '--quiet', filter]));
  if (volumes.length > 0) await docker(['volume', 'rm', '--force', ...volumes]);
  const networks = linesOf(await docker(['network', 'ls', '--quiet', filter]));
  if (networks.length > 0) await docker(['network', 'rm', ...networks]);
  await leaveKubeconfig(name, { root, say });
  await forget(name, { root });
  return { containers, volumes: volumes.length, networks: networks.length };
}

/** Whoever would start containers again goes first; what was started meanwhile goes in another round. */
async function removeContainers(name: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const containers = await clusterContainers(name);
    if (containers.length === 0) return removed;
    const makers = containers.filter((container) => isKubelet(container) || container.service === 'gate');
    const ids = (makers.length > 0 ? makers : containers).map(({ id }) => id);
    await docker(['rm', '--force', '--volumes', ...ids]).catch((error: unknown) => {
      // The engine removes one by one; another process may have been quicker with one of them.
      if (!/No such container|already in progress/.test(String(error))) throw error;
    });
    removed += ids.length;
  }
}

async function leaveKubeconfig(
  name: string,
  { root, say }: { root: string; say: (line: string) => void },
): Promise<void> {
  const merged = (await recall(name, { root }))?.kubeconfig;
  if (merged === undefined) return;
  const { file, previousContext } = merged;
  try {
    await changeKubeconfig(file, (text) => (text === undefined ? '' : removeEntries(text, { name, previousContext })));
  } catch (error) {
    say(`${file} still names the cluster: ${error instanceof Error ? error.message : String(error)}`);
  }
}
