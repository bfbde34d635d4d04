// The cluster that is measured: three workers, with a name, addresses and ports of its own, started by the command line and
// removed in the end. `WHERRY_KEEP_CLUSTER=1` takes one that an earlier run has left, and leaves it.

import { join } from 'node:path';
import { Namespaces, Pods, ServiceAccounts, type Pod } from '@wherry/api/core-v1';
import { createClient, loadKubeconfig, openTransport, startInformer, type Client, type Informer } from '@wherry/client';
import { silentLog, starting, systemClock, type Running } from '@wherry/component';
import { machineImage } from '../../../setup/image/wherry-image.ts';
import { Engine } from './engine.ts';
import { timeStart, type StartUp } from './start-up.ts';
import { root, wherry } from './wherry-command.ts';

export interface RunningCluster extends Running {
  readonly name: string;
  /** Each of its starts that counts, image there. */
  readonly starts: readonly StartUp[];
  readonly client: Client;
  readonly engine: Engine;
  /** The namespace of what is measured. */
  readonly namespace: string;
  /** What pods run: an image that has Node and a shell. */
  readonly image: string;
  /** The pods of the namespace, as a client sees them that has no part in making them. */
  readonly pods: Informer<Pod>;
}

const clusterName = 'wherry-bench';
const namespace = 'bench';

export interface ClusterOptions {
  /** How many starts count; one more comes before. 0: it is started once, and that does not count. */
  readonly starts: number;
  readonly say: (line: string) => void;
}

/** Starts it; resolves when pods can be made in it. */
export function startRunningCluster({ starts, say }: ClusterOptions): Promise<RunningCluster> {
  return starting<Omit<RunningCluster, keyof Running>>(async (own) => {
    const isKept = process.env['WHERRY_KEEP_CLUSTER'] === '1';
    const engine = new Engine();
    own(() => engine.close());
    own(async () => {
      if (!isKept) await wherry(['down', `--name=${clusterName}`]);
    });
    const times = await start(engine, { starts: isKept ? 0 : starts, isKept, say });
    const connection = await loadKubeconfig(join(root, '.wherry', 'clusters', clusterName, 'kubeconfig'));
    const transport = own(openTransport({ connection, userAgent: 'wherry-bench', timeout: 30_000 }));
    const client = createClient(transport);
    await client.delete(Namespaces, { name: namespace }).catch(() => undefined);
    await until(async () => (await hasNamespace(client)) === false, 'the namespace of an earlier run is gone');
    await client.create(Namespaces, { metadata: { name: namespace } });
    await until(
      () =>
        client.get(ServiceAccounts, { namespace, name: 'default' }).then(
          () => true,
          () => false,
        ),
      'the namespace has its service account',
    );
    const pods = own(
      await startInformer({ client, resource: Pods, query: { namespace }, clock: systemClock, log: silentLog }),
    );
    return { name: clusterName, starts: times, client, engine, namespace, image: machineImage({ root }), pods };
  });
}

interface Start extends ClusterOptions {
  readonly isKept: boolean;
}

/** The first start makes the image and does not count. */
async function start(engine: Engine, { starts, isKept, say }: Start): Promise<readonly StartUp[]> {
  if (isKept && (await engine.list([`wherry.cluster=${clusterName}`])).length > 0) return [];
  const times: StartUp[] = [];
  for (let round = -1; round < starts; round += 1) {
    await wherry(['down', `--name=${clusterName}`]);
    const time = await timeStart(clusterName);
    say(`start ${round}: ${time.seconds.toFixed(1)} s`);
    if (round >= 0) times.push(time);
  }
  return times;
}

const hasNamespace = (client: Client): Promise<boolean> =>
  client.get(Namespaces, { name: namespace }).then(
    () => true,
    () => false,
  );

const LOOK_MS = 50;
const MOST_MS = 120_000;

/** Looks until it is so. @throws {Error} that says what was waited for */
export async function until(isSo: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const deadline = performance.now() + MOST_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await systemClock.sleep(LOOK_MS);
  }
}
