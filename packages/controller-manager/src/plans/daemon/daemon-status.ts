/** What a DaemonSet says of its pods. */
import type { DaemonSet, DaemonSetStatus } from '@wherry/api/apps-v1';
import { isPodAvailable, isPodReady } from '../../pods/pod-state.ts';
import { isUpdated } from './daemon-pod.ts';
import { placedThenOldest, podsByNode, type DaemonObserved } from './daemon-plan.ts';
import { eligibility } from './eligibility.ts';

export interface DaemonStatusOptions {
  /** The generation that has been acted on; absent when it has not been. */
  readonly observedGeneration?: number;
  readonly collisionCount: number;
}

export function daemonStatus(
  set: Readonly<DaemonSet>,
  { nodes, pods, hash, now }: DaemonObserved,
  { observedGeneration, collisionCount }: DaemonStatusOptions,
): DaemonSetStatus {
  const byNode = podsByNode(pods);
  const meant = nodes.filter((node) => eligibility(node, set).shouldRun);
  const podsOf = (node: (typeof nodes)[number]) => byNode.get(node.metadata.name ?? '') ?? [];
  const firsts = meant.flatMap((node) => podsOf(node).toSorted(placedThenOldest).slice(0, 1));
  const rule = { minReadySeconds: set.spec.minReadySeconds, now };
  const available = firsts.filter((pod) => isPodAvailable(pod, rule)).length;
  const { conditions, observedGeneration: before } = set.status;
  const generation = observedGeneration ?? before;
  return {
    ...(conditions === undefined ? {} : { conditions }),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(collisionCount > 0 ? { collisionCount } : {}),
    desiredNumberScheduled: meant.length,
    currentNumberScheduled: firsts.length,
    numberMisscheduled: nodes.filter((node) => !meant.includes(node) && podsOf(node).length > 0).length,
    numberReady: firsts.filter(isPodReady).length,
    ...positive('updatedNumberScheduled', firsts.filter((pod) => isUpdated(pod, set, hash)).length),
    ...positive('numberAvailable', available),
    ...positive('numberUnavailable', meant.length - available),
  };
}

/** As the API writes these counts: zero is left out. */
function positive(name: keyof DaemonSetStatus, count: number): Partial<DaemonSetStatus> {
  return count === 0 ? {} : { [name]: count };
}
