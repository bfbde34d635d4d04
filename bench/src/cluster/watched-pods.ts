// Making pods, seeing what becomes of them on a watch, and taking them away.

import { Pods, type Pod } from '@wherry/api/core-v1';
import type { Draft } from '@wherry/api/schema';
import { until, type RunningCluster } from './running-cluster.ts';

/** What a pod and a bare container run: it needs no time of its own to start. */
export const idle = ['sleep', '86400'];

export function podDraft(
  { namespace, image }: RunningCluster,
  name: string,
  spec: Partial<Draft<Pod>['spec']> = {},
): Draft<Pod> {
  return {
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', image, imagePullPolicy: 'Never', command: idle }],
      ...spec,
    },
  };
}

export function isReady({ status }: Readonly<Pod>): boolean {
  return status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
}

/** How long a pod may take before the run is given up. */
const MOST_MS = 120_000;

/** Resolves with when a watch told that it is so of the pod: milliseconds of `performance.now()`. */
export function whenSeen(
  { pods }: RunningCluster,
  name: string,
  isSo: (pod: Readonly<Pod>) => boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let end = (): void => undefined;
    const timer = setTimeout(() => {
      end();
      reject(new Error(`The pod ${name} has not come so far`));
    }, MOST_MS);
    end = pods.onChange(({ object }) => {
      if (object?.metadata.name !== name || !isSo(object)) return;
      clearTimeout(timer);
      // It may be so already, before there is anything to end.
      queueMicrotask(() => end());
      resolve(performance.now());
    });
  });
}

/** Deletes pods; resolves when nothing of them is left on the engine. */
export async function removePods(
  { client, engine, namespace, name: cluster, pods }: RunningCluster,
  names: readonly string[],
): Promise<void> {
  await Promise.all(names.map((name) => client.delete(Pods, { namespace, name })));
  await until(() => names.every((name) => pods.get(`${namespace}/${name}`) === undefined), 'the pods are gone');
  const labels = [`wherry.cluster=${cluster}`, `io.kubernetes.pod.namespace=${namespace}`];
  const isOne = (container: string): boolean => names.some((name) => container.includes(`_${name}_${namespace}_`));
  await until(
    async () => !(await engine.list(labels)).some(({ name }) => isOne(name)),
    'the containers of the pods are gone',
  );
}
