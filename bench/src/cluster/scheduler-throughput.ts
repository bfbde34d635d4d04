// How many pods a second the scheduler finds a node for, with 100 and with 1,000 nodes. The nodes are hollow; apiserver, etcd
// and scheduler are the real ones, on the same machine. The scheduler is held while the pods are created, so that they wait
// for it and not it for them.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pods, ServiceAccounts, type Pod } from '@wherry/api/core-v1';
import { createClient, loadKubeconfig, openTransport, startInformer, type Client, type Informer } from '@wherry/client';
import { silentLog, starting, systemClock, type Running } from '@wherry/component';
import { startCluster } from '../apiserver/start-cluster.ts';
import type { BenchmarkContext } from '../benchmark.ts';
import { figure, type Result } from '../result.ts';
import { interleave } from '../round.ts';
import { startProgram } from '../start-program.ts';
import { until } from './running-cluster.ts';
import { root } from './wherry-command.ts';

const NODES = [100, 1000];
const PODS = 300;
/** What deletes all of them takes as long as they are many. */
const MOST_ANSWER_MS = 120_000;
const IN_FLIGHT = 32;
/** A machine on which it takes longer is too busy for a figure. */
const MOST_START_MS = 180_000;
const MOST_ROUNDS = 5;
const namespace = 'default';

export async function schedulerThroughput({ rounds, say }: BenchmarkContext): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const nodes of NODES) {
    say(`starting ${nodes} hollow nodes`);
    const scene = await startScene(nodes).catch((error: unknown) => {
      say(`no figure for ${nodes} nodes: ${String(error)}`);
    });
    if (scene === undefined) continue;
    try {
      const { rate } = await interleave(
        { rate: (round) => schedule(scene, round) },
        {
          rounds: Math.min(rounds, MOST_ROUNDS),
          onMeasured: ({ value }) => say(`${nodes} nodes: ${value.toFixed(0)} pods/s`),
        },
      );
      results.push(figure(rate, { name: `scheduler, ${nodes} hollow nodes`, unit: 'pods/s' }));
    } finally {
      await scene.stop();
    }
  }
  return results;
}

interface Scene extends Running {
  readonly client: Client;
  readonly pods: Informer<Pod>;
  /** The process id of the scheduler. */
  readonly scheduler: number;
}

function startScene(nodes: number): Promise<Scene> {
  return starting<Omit<Scene, keyof Running>>(async (own) => {
    const { kubeconfig } = own(await startCluster());
    const connection = await loadKubeconfig(kubeconfig);
    const client = createClient(own(openTransport({ connection, userAgent: 'wherry-bench', timeout: MOST_ANSWER_MS })));
    // No controller makes it here, and pods must have one.
    await client.create(ServiceAccounts, { metadata: { name: 'default', namespace } });
    const pods = own(
      await startInformer({ client, resource: Pods, query: { namespace }, clock: systemClock, log: silentLog }),
    );
    const folder = await mkdtemp(join(tmpdir(), 'wherry-hollow-'));
    own(() => rm(folder, { recursive: true, force: true }));
    own(
      await startProgram('hollow', {
        root,
        args: [`--kubeconfig=${kubeconfig}`, `--nodes=${nodes}`, `--root-dir=${folder}`],
        ready: /hollow nodes are registered/,
        within: MOST_START_MS,
      }),
    );
    const scheduler = own(
      await startProgram('scheduler', {
        root,
        args: [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--healthz-bind-address=127.0.0.1:0'],
      }),
    );
    return { client, pods, scheduler: scheduler.pid };
  });
}

/** Creates pods and has them scheduled; returns how many a second. They are gone afterwards. */
async function schedule({ client, pods, scheduler }: Scene, round: number): Promise<number> {
  // In the warm-up it is still starting, and may not have been told of the nodes.
  if (round >= 0) process.kill(scheduler, 'SIGSTOP');
  let left = PODS;
  const create = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      await client.create(Pods, podDraft(`pod-${round}-${left}`));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, create));
  const bound = whenAllBound(pods);
  const begin = performance.now();
  process.kill(scheduler, 'SIGCONT');
  const took = (await bound) - begin;
  await client.deleteCollection(Pods, { namespace }, { gracePeriodSeconds: 0 });
  await until(() => pods.size === 0, 'the pods are gone');
  return PODS / (took / 1000);
}

const podDraft = (name: string) => ({
  metadata: { name, namespace },
  spec: {
    automountServiceAccountToken: false,
    // Nobody takes the taints from new nodes here.
    tolerations: [{ operator: 'Exists' as const }],
    containers: [{ name: 'main', image: 'hollow', resources: { requests: { cpu: '100m', memory: '100Mi' } } }],
  },
});

/** Resolves with when the last of the pods was seen to have a node: milliseconds of `performance.now()`. */
function whenAllBound(pods: Informer<Pod>): Promise<number> {
  return new Promise((resolve) => {
    const names = new Set<string>();
    let end = (): void => undefined;
    end = pods.onChange(({ object }) => {
      if (object?.spec.nodeName === undefined) return;
      names.add(object.metadata.name ?? '');
      if (names.size < PODS) return;
      queueMicrotask(() => end());
      resolve(performance.now());
    });
  });
}
