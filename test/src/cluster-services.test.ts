// The main job on real input: a Deployment of a local image, a NodePort Service, and clients that are answered by its
// pods in turn, on the laptop's own address and on every machine.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCluster } from './cluster/shared-cluster.ts';
import { inNamespace } from './note/note-namespaces.ts';
import { waitFor } from './wait-for.ts';

const cluster = useCluster();

const fixture = (name: string): Promise<string> =>
  readFile(join(import.meta.dirname, 'fixtures', 'note', name), 'utf8');

async function hit(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3000), headers: { connection: 'close' } });
  return /You've hit (\S+)/.exec(await response.text())?.[1] ?? '';
}

async function podNames(): Promise<string[]> {
  const names = await cluster.kubectl.succeed([
    'get',
    'pods',
    '-l',
    'app=kubia',
    '-o',
    'jsonpath={.items[*].metadata.name}',
  ]);
  return names.split(' ').toSorted();
}

describe('a NodePort Service', () => {
  beforeAll(async () => {
    for (const name of ['10-replicaset.yaml', '17-nodeport.yaml']) {
      await cluster.kubectl.succeed(['apply', '-f', '-'], { stdin: await fixture(name) });
    }
    await inNamespace(cluster, cluster.namespace).ready('app=kubia', 3);
  }, 240_000);

  it.each(['127.0.0.1', 'node-1', 'node-2', 'node-3'])('is answered by every pod at %s', async (where) => {
    const host = where.startsWith('node-') ? cluster.nodeAddress(Number(where.slice(5))) : where;
    const pods = await podNames();
    const seen = new Set<string>();
    await waitFor(`each of ${pods.join(', ')} to answer at ${host}`, async () => {
      seen.add(await hit(`http://${host}:30123/`));
      return pods.every((pod) => seen.has(pod));
    });
    expect([...seen].toSorted()).toEqual(pods);
  });
});
