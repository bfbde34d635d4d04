/** What a StatefulSet says of its pods, and of the update that is under way. */
import type { StatefulSet, StatefulSetStatus } from '@wherry/api/apps-v1';
import type { Pod } from '@wherry/api/core-v1';
import { isPodAvailable, isPodReady } from '../../pods/pod-state.ts';
import { revisionOf, type StatefulObserved } from './stateful-plan.ts';

export interface StatefulStatusOptions {
  readonly collisionCount: number;
  /** Pods that this look has deleted to update them. */
  readonly updating: number;
}

export function statefulStatus(
  set: Readonly<StatefulSet>,
  { pods, current, update, now }: StatefulObserved,
  { collisionCount, updating }: StatefulStatusOptions,
): StatefulSetStatus {
  const count = (counts: (pod: Readonly<Pod>) => boolean): number => pods.filter(counts).length;
  const isRunning = (pod: Readonly<Pod>): boolean => pod.status.phase === 'Running' && isPodReady(pod);
  const isStaying = ({ metadata }: Readonly<Pod>): boolean => metadata.deletionTimestamp === undefined;
  const rule = { minReadySeconds: set.spec.minReadySeconds, now };
  const ready = count(isRunning);
  const updated = count((pod) => isStaying(pod) && revisionOf(pod) === update);
  const isComplete =
    set.spec.updateStrategy.type === 'RollingUpdate' &&
    [updated, ready, pods.length].every((number) => number === (set.spec.replicas ?? 1));
  const currents = isComplete ? updated : count((pod) => isStaying(pod) && revisionOf(pod) === current) - updating;
  const { conditions } = set.status;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    ...positive('readyReplicas', ready),
    ...positive('currentReplicas', currents),
    ...positive('updatedReplicas', updated),
    currentRevision: isComplete ? update : current,
    updateRevision: update,
    collisionCount,
    ...(conditions === undefined ? {} : { conditions }),
    availableReplicas: count((pod) => isRunning(pod) && isPodAvailable(pod, rule)),
  };
}

/** As the API writes these counts: zero is left out. */
function positive(name: keyof StatefulSetStatus, count: number): Partial<StatefulSetStatus> {
  return count <= 0 ? {} : { [name]: count };
}
