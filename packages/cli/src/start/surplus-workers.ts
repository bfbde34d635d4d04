/** What is left of workers when a cluster is started with fewer of them: their pods' containers, volumes and Nodes. */
import { Nodes } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { clusterLabel } from '../compose/plan-compose.ts';
import { docker, linesOf } from '../docker/docker.ts';

/** The number of a worker; undefined for any other name. */
export function workerNumber(name: string): number | undefined {
  const digits = /^node-([1-9]\d*)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const isSurplus = (name: string, workers: number): boolean => (workerNumber(name) ?? 0) > workers;

/** Removes containers of pods that no kubelet looks after any more. Their machines are gone already. */
export async function removeSurplusPods(cluster: string, workers: number): Promise<void> {
  const format = '{{.ID}}\t{{.Label "io.wherry.owner"}}';
  const text = await docker([
    'ps',
    '--all',
    '--no-trunc',
    `--filter=label=${clusterLabel}=${cluster}`,
    `--format=${format}`,
  ]);
  const ids = linesOf(text).flatMap((line) => {
    const [id = '', owner = ''] = line.split('\t');
    return isSurplus(owner.slice(cluster.length + 1), workers) ? [id] : [];
  });
  if (ids.length > 0) await docker(['rm', '--force', '--volumes', ...ids]);
}

/** Removes the Nodes of workers that are no more; their pods are then made elsewhere. */
export async function removeSurplusNodes(client: Client, workers: number): Promise<void> {
  const { items } = await client.list(Nodes);
  const names = items.map(({ metadata }) => metadata.name ?? '').filter((name) => isSurplus(name, workers));
  await Promise.all(names.map((name) => client.delete(Nodes, { name })));
}
