/** What a Deployment says of its pods, and of how its rollout gets on. */
import { formatTime } from '@wherry/api';
import type { Deployment, DeploymentCondition, DeploymentStatus } from '@wherry/api/apps-v1';
import { timeOf } from '../../pods/pod-state.ts';
import { availableOf, sizeOf, sum, type Sized } from './replica-sets.ts';
import { rolloutBounds } from './rollout-bounds.ts';

export interface StatusInput {
  readonly newest: Sized | undefined;
  /** All ReplicaSets, the newest included. */
  readonly all: readonly Sized[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The figures, and whether enough pods are available; other conditions are kept. */
export function deploymentStatus(deployment: Readonly<Deployment>, input: StatusInput): DeploymentStatus {
  const { newest, all, now } = input;
  const { collisionCount, conditions = [] } = deployment.status;
  const available = sum(all, availableOf);
  const unavailable = Math.max(0, sum(all, sizeOf) - available);
  const terminating = all.map(({ status }) => status.terminatingReplicas);
  const { wanted, maxUnavailable } = rolloutBounds(deployment);
  const isAvailable = available >= wanted - maxUnavailable;
  const availability = isAvailable
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.');
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...positive(
      'replicas',
      sum(all, ({ status }) => status.replicas),
    ),
    ...positive('updatedReplicas', newest?.status.replicas ?? 0),
    ...positive(
      'readyReplicas',
      sum(all, ({ status }) => status.readyReplicas ?? 0),
    ),
    ...positive('availableReplicas', available),
    ...positive('unavailableReplicas', unavailable),
    ...(terminating.includes(undefined)
      ? {}
      : { terminatingReplicas: terminating.reduce<number>((total, count) => total + (count ?? 0), 0) }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: setCondition(conditions, availability, now),
  };
}

/** As the API writes counts: zero is left out. */
function positive(name: keyof DeploymentStatus, count: number): Partial<DeploymentStatus> {
  return count === 0 ? {} : { [name]: count };
}

type NewCondition = Pick<DeploymentCondition, 'type' | 'status'> & {
  readonly reason: string;
  readonly message: string;
};

export function condition(
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
): NewCondition {
  return { type, status, reason, message };
}

export function conditionOf(
  { conditions }: Pick<DeploymentStatus, 'conditions'>,
  type: string,
): DeploymentCondition | undefined {
  return conditions?.find((candidate) => candidate.type === type);
}

export function withoutCondition(conditions: readonly DeploymentCondition[], type: string): DeploymentCondition[] {
  return conditions.filter((candidate) => candidate.type !== type);
}

/** The conditions with a new one in place of that of its type; one that says the same stays as it is. */
export function setCondition(
  conditions: readonly DeploymentCondition[],
  wanted: NewCondition,
  now: number,
): DeploymentCondition[] {
  const old = conditionOf({ conditions: [...conditions] }, wanted.type);
  if (old?.status === wanted.status && old.reason === wanted.reason) return [...conditions];
  const time = formatTime(now);
  const lastTransitionTime = old?.status === wanted.status ? (old.lastTransitionTime ?? time) : time;
  return [...withoutCondition(conditions, wanted.type), { ...wanted, lastUpdateTime: time, lastTransitionTime }];
}

/** Whether progress is watched; a deadline of all of 32 bits means that it is not. */
export function hasDeadline({ spec }: Readonly<Deployment>): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== 2 ** 31 - 1;
}

/** Whether all pods are of the newest template and available, and no old ones are left. */
export function isComplete({ metadata, spec }: Readonly<Deployment>, status: Readonly<DeploymentStatus>): boolean {
  const wanted = spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** When, in milliseconds since 1970, a rollout without progress has failed; undefined when there is none to fail. */
export function deadlineOf(deployment: Readonly<Deployment>, status: Readonly<DeploymentStatus>): number | undefined {
  const progressing = conditionOf(status, 'Progressing');
  if (!hasDeadline(deployment) || progressing === undefined) return undefined;
  const since = timeOf(progressing.lastUpdateTime);
  return since === undefined ? undefined : since + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
}
