/** Takes back the word that a pod is being taken away, when for two minutes nobody has done so. */
import { formatTime, isNotFound } from '@wherry/api';
import { Pods, type Pod } from '@wherry/api/core-v1';
import { changesOf, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { isPodActive, podCondition, timeOf } from '../pods/pod-state.ts';

const NAME = 'stale-disruption-controller';
const TYPE = 'DisruptionTarget';
const STALE_MS = 120_000;

export const staleDisruptionEntry = controlLoop(NAME, staleDisruptionController);

async function staleDisruptionController({ client, informers, clock }: ControllerContext): Promise<Controller> {
  const pods = await informers.get(Pods);
  return {
    name: NAME,
    workers: 1,
    sources: [changesOf(pods, ({ object }) => object !== undefined && staleFrom(object) !== undefined)],
    async reconcile(key) {
      const pod = pods.get(key);
      const from = pod === undefined ? undefined : staleFrom(pod);
      if (pod === undefined || from === undefined) return;
      const now = clock.now().getTime();
      if (now < from) return { again: from - now };
      const undone = { type: TYPE, status: 'False', lastTransitionTime: formatTime(now) };
      const conditions = (pod.status.conditions ?? []).map((each) => (each.type === TYPE ? undone : each));
      try {
        await client.updateStatus(Pods, { ...pod, status: { ...pod.status, conditions } });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

/** From when on the condition of a pod is stale, in milliseconds since 1970; undefined when it cannot be. */
function staleFrom(pod: Readonly<Pod>): number | undefined {
  const condition = podCondition(pod, TYPE);
  if (condition?.status !== 'True' || !isPodActive(pod)) return undefined;
  return (timeOf(condition.lastTransitionTime) ?? 0) + STALE_MS;
}
