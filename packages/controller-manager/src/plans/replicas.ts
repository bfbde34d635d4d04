/** What a ReplicaSet or ReplicationController does about its pods, and what it says of them. */
import { formatTime, LabelMatcher } from '@wherry/api';
import type { ReplicaSetCondition, ReplicaSetStatus } from '@wherry/api/apps-v1';
import type { Pod, PodTemplateSpec } from '@wherry/api/core-v1';
import { isPodAvailable, isPodReady } from '../pods/pod-state.ts';
import { podsToDelete } from './pod-ranking.ts';

/** More pods than this are not created or deleted at once. */
export const MOST_AT_ONCE = 500;

export interface ReplicasPlan {
  /** How many pods to create. */
  readonly create: number;
  readonly delete: readonly Readonly<Pod>[];
}

export interface ReplicasObserved {
  /** Its active pods. */
  readonly pods: readonly Readonly<Pod>[];
  /** Pods that do the same work for the same user, its own included. */
  readonly related: readonly Readonly<Pod>[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What brings the number of pods to what is wanted. */
export function planReplicas(wanted: number, { pods, related, now }: ReplicasObserved): ReplicasPlan {
  const surplus = pods.length - wanted;
  if (surplus <= 0) return { create: Math.min(-surplus, MOST_AT_ONCE), delete: [] };
  return { create: 0, delete: podsToDelete(pods, Math.min(surplus, MOST_AT_ONCE), { related, now }) };
}

export interface ReplicaSpec {
  readonly replicas: number;
  readonly minReadySeconds: number | undefined;
  readonly template: Readonly<PodTemplateSpec>;
  readonly generation: number;
}

export interface ReplicasOutcome {
  readonly pods: readonly Readonly<Pod>[];
  /** Absent for kinds that do not count them. */
  readonly terminating?: number;
  /** What kept it from creating or deleting pods. */
  readonly failure?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The status after a look; conditions of other types are kept. */
export function replicaStatus(
  spec: ReplicaSpec,
  old: Readonly<ReplicaSetStatus>,
  outcome: ReplicasOutcome,
): ReplicaSetStatus {
  const { pods, terminating, now } = outcome;
  const template = LabelMatcher.fromLabels(spec.template.metadata.labels ?? {});
  const count = (counts: (pod: Readonly<Pod>) => boolean): number => pods.filter(counts).length;
  const conditions = replicaConditions(spec, old, outcome);
  const { conditions: _old, terminatingReplicas: _terminating, ...rest } = old;
  return {
    ...rest,
    replicas: pods.length,
    fullyLabeledReplicas: count((pod) => template.matches(pod.metadata.labels ?? {})),
    readyReplicas: count(isPodReady),
    availableReplicas: count((pod) => isPodAvailable(pod, { minReadySeconds: spec.minReadySeconds, now })),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    observedGeneration: spec.generation,
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

/** ReplicaFailure stands as long as pods cannot be created or deleted; its words are those of the first failure. */
function replicaConditions(
  { replicas }: ReplicaSpec,
  { conditions = [] }: Readonly<ReplicaSetStatus>,
  { pods, failure, now }: ReplicasOutcome,
): ReplicaSetCondition[] {
  const others = conditions.filter(({ type }) => type !== 'ReplicaFailure');
  if (failure === undefined) return others;
  if (others.length < conditions.length) return [...conditions];
  const reason = pods.length < replicas ? 'FailedCreate' : pods.length > replicas ? 'FailedDelete' : '';
  const lastTransitionTime = formatTime(now);
  return [...others, { type: 'ReplicaFailure', status: 'True', lastTransitionTime, reason, message: failure }];
}
