// All that the pods and Services of a cluster leave on a machine: containers, volumes, folders, devices, routes and
// rules. What was there before a test must be all that is there after it.

import type { SharedCluster } from '../cluster/shared-cluster.ts';
import { docker, podContainers } from './docker.ts';

/** By kind and machine, sorted. */
export type Footprint = Readonly<Record<string, readonly string[]>>;

export async function footprint(cluster: SharedCluster, workers: readonly string[]): Promise<Footprint> {
  const ofCluster = `--filter=label=wherry.cluster=${cluster.name}`;
  const found: Record<string, readonly string[]> = {
    containers: (await podContainers(cluster.name)).map(({ uid, name, id, state }) => `${uid} ${name} ${state} ${id}`),
    publishers: await docker('ps', '--all', '--format={{.Names}}', ofCluster, '--filter=label=wherry.gate'),
    volumes: await docker('volume', 'ls', '--quiet', ofCluster),
    'rules of control-plane': await rules(cluster, 'control-plane'),
  };
  for (const machine of workers) {
    const [root] = await docker('volume', 'inspect', '--format={{.Mountpoint}}', `${cluster.name}_${machine}`);
    const shell = async (script: string): Promise<string[]> =>
      lines(await cluster.exec(`${machine}-kubelet`, ['sh', '-c', script]));
    found[`folders of ${machine}`] = await shell(`ls ${root}/pods`);
    found[`devices of ${machine}`] = await shell(`ip -oneline link | cut -d: -f2 | cut -d@ -f1`);
    found[`routes of ${machine}`] = await shell(`ip route show table all; ip neigh show nud permanent`);
    found[`rules of ${machine}`] = await rules(cluster, machine);
  }
  return Object.fromEntries(Object.entries(found).map(([kind, all]) => [kind, all.toSorted()]));
}

/** The paths of the cgroups of all pods of all clusters on the engine. */
export async function cgroups(cluster: SharedCluster): Promise<string> {
  const find = ['find', '/host/sys/fs/cgroup', '-maxdepth', '3', '-name', '*pod*'];
  // As systemd names them.
  return (await cluster.exec('node-1-kubelet', find)).replaceAll('_', '-');
}

/** nftables, element by element, because the order of elements says nothing. */
async function rules(cluster: SharedCluster, machine: string): Promise<string[]> {
  const text = await cluster.exec(`${machine}-proxy`, ['nft', '--stateless', 'list', 'ruleset']);
  return text.split(/[\n,]/).map((part) => part.trim());
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim());

/** What one has and the other has not: nothing, when they are the same. */
export function difference(before: Footprint, after: Footprint): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((kind) => {
    const [old, present] = [before[kind] ?? [], after[kind] ?? []];
    const gone = old.filter((item) => !present.includes(item)).map((item) => `${kind}: gone: ${item}`);
    return [...gone, ...present.filter((item) => !old.includes(item)).map((item) => `${kind}: left: ${item}`)];
  });
}
