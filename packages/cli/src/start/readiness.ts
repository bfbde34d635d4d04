/** Whether a cluster that was started is ready: questions that are asked until nothing is missing. */
import { Nodes, type Node } from '@wherry/api/core-v1';
import { createClient, loadKubeconfig, openTransport, type Client } from '@wherry/client';
import type { Clock } from '@wherry/component';
import { docker } from '../docker/docker.ts';

export interface Patience {
  readonly clock: Clock;
  /** Milliseconds on the clock's monotonic scale. */
  readonly deadline: number;
}

/** It is not ready, and the time is up. The message says what is missing. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

const POLL_MS = 200;

/**
 * Asks until there is nothing missing.
 * @param missing says what is missing, undefined when nothing is; what it throws counts as an answer
 * @throws NotReady
 */
export async function untilNothing(
  missing: () => Promise<string | undefined>,
  { clock, deadline }: Patience,
): Promise<void> {
  for (;;) {
    const answer = await missing().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (answer === undefined) return;
    if (clock.monotonic() > deadline) throw new NotReady(answer);
    await clock.sleep(POLL_MS);
  }
}

export interface OpenCluster {
  readonly client: Client;
  /** `https://host:port` */
  readonly server: string;
}

/** Uses the cluster that a kubeconfig leads to. */
export async function withCluster<T>(kubeconfig: string, use: (cluster: OpenCluster) => Promise<T>): Promise<T> {
  const connection = await loadKubeconfig(kubeconfig);
  const transport = openTransport({ connection, userAgent: 'wherry', timeout: 5000 });
  try {
    return await use({ client: createClient(transport), server: connection.server });
  } finally {
    await transport.stop();
  }
}

/** Which of the workers are not ready, and why. Pure. */
export function missingNodes(nodes: readonly Readonly<Node>[], workers: number): string | undefined {
  const names = Array.from({ length: workers }, (_, index) => `node-${index + 1}`);
  const missing = names.flatMap((name) => {
    const node = nodes.find(({ metadata }) => metadata.name === name);
    if (node === undefined) return [`${name} is not registered`];
    const ready = node.status.conditions?.find(({ type }) => type === 'Ready');
    return ready?.status === 'True' ? [] : [`${name} is not ready: ${ready?.message ?? 'it has not said why'}`];
  });
  return missing.length === 0 ? undefined : missing.join('; ');
}

export async function nodesMissing(client: Client, workers: number): Promise<string | undefined> {
  const { items } = await client.list(Nodes);
  return missingNodes(items, workers);
}

/** A question that only the cluster's own DNS can answer. */
const question = `
  const resolver = new (require('node:dns').promises.Resolver)({ timeout: 1000, tries: 1 });
  resolver.setServers(['10.96.0.10']);
  resolver.resolve4('kubernetes.default.svc.cluster.local').catch(() => process.exit(1));
`;

/** Asked on every node, since every node answers by itself. */
export async function namesMissing(cluster: string, workers: number): Promise<string | undefined> {
  const numbers = Array.from({ length: workers }, (_, index) => index + 1);
  const answers = await Promise.all(
    numbers.map((number) =>
      docker(['exec', `${cluster}-node-${number}-proxy`, 'node', '-e', question]).then(
        () => undefined,
        () => `the DNS of node-${number} does not answer`,
      ),
    ),
  );
  const missing = answers.filter((answer) => answer !== undefined);
  return missing.length === 0 ? undefined : missing.join('; ');
}
