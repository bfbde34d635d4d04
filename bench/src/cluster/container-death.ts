// From the death of a container's process to its status on a watch.

import { Pods } from '@wherry/api/core-v1';
import type { BenchmarkContext } from '../benchmark.ts';
import { figure, type Result } from '../result.ts';
import { interleave } from '../round.ts';
import type { RunningCluster } from './running-cluster.ts';
import { isReady, podDraft, removePods, whenSeen } from './watched-pods.ts';

export async function containerDeath(
  cluster: RunningCluster,
  { rounds, say }: BenchmarkContext,
): Promise<readonly Result[]> {
  let number = 0;
  const { death } = await interleave(
    {
      death: async () => {
        const name = `mortal-${(number += 1)}`;
        const ready = whenSeen(cluster, name, isReady);
        await cluster.client.create(Pods, podDraft(cluster, name, { restartPolicy: 'Never' }));
        await ready;
        const pid = await cluster.engine.pid(await containerOf(cluster, name));
        const told = whenSeen(
          cluster,
          name,
          ({ status }) => status.containerStatuses?.[0]?.state?.terminated !== undefined,
        );
        const begin = performance.now();
        process.kill(pid, 'SIGKILL');
        const took = (await told) - begin;
        await removePods(cluster, [name]);
        return took;
      },
    },
    { rounds, onMeasured: ({ value }) => say(`death seen after ${value.toFixed(0)} ms`) },
  );
  return [figure(death, { name: 'container death → status on a watch', unit: 'ms', target: { atMost: 200 } })];
}

/** The container of a pod that is not its sandbox. */
export async function containerOf({ engine, name: cluster }: RunningCluster, pod: string): Promise<string> {
  const found = await engine.list([
    `wherry.cluster=${cluster}`,
    `io.kubernetes.pod.name=${pod}`,
    'io.kubernetes.container.name=main',
  ]);
  const id = found[0]?.id;
  if (id === undefined) throw new Error(`The pod ${pod} has no container`);
  return id;
}
