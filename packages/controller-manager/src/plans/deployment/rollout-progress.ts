/** Whether a rollout gets on, has ended or has taken too long; and what keeps its ReplicaSets from making pods. */
import { formatTime } from '@wherry/api';
import type { Deployment, DeploymentCondition, DeploymentStatus } from '@wherry/api/apps-v1';
import {
  condition,
  conditionOf,
  deadlineOf,
  deploymentStatus,
  hasDeadline,
  isComplete,
  setCondition,
  withoutCondition,
  type StatusInput,
} from './deployment-status.ts';
import type { Sized } from './replica-sets.ts';

/** The status during a rollout. */
export function rolloutStatus(deployment: Readonly<Deployment>, input: StatusInput): DeploymentStatus {
  const status = deploymentStatus(deployment, input);
  const progressed = progressConditions(deployment, status, input);
  return { ...status, conditions: failureConditions(progressed, input) };
}

function progressConditions(
  deployment: Readonly<Deployment>,
  status: Readonly<DeploymentStatus>,
  { newest, now }: StatusInput,
): DeploymentCondition[] {
  const conditions = status.conditions ?? [];
  if (!hasDeadline(deployment)) return withoutCondition(conditions, 'Progressing');
  const current = conditionOf(deployment.status, 'Progressing');
  const isOver = status.replicas === status.updatedReplicas && current?.reason === 'NewReplicaSetAvailable';
  if (isOver) return [...conditions];
  const subject =
    newest === undefined
      ? `Deployment "${deployment.metadata.name ?? ''}"`
      : `ReplicaSet "${newest.metadata.name ?? ''}"`;
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    return setCondition(conditions, condition('Progressing', 'True', 'NewReplicaSetAvailable', message), now);
  }
  if (hasProgressed(deployment.status, status)) {
    const message = `${subject} is progressing.`;
    return renewed(conditions, condition('Progressing', 'True', 'ReplicaSetUpdated', message), now);
  }
  if (hasTimedOut(deployment, status, now)) {
    const message = `${subject} has timed out progressing.`;
    return setCondition(conditions, condition('Progressing', 'False', 'ProgressDeadlineExceeded', message), now);
  }
  return [...conditions];
}

/** Every bit of progress is a new start for the deadline, so the time is written also when the words are the same. */
function renewed(
  conditions: readonly DeploymentCondition[],
  wanted: ReturnType<typeof condition>,
  now: number,
): DeploymentCondition[] {
  const old = conditions.find(({ type }) => type === wanted.type);
  const time = formatTime(now);
  const lastTransitionTime = old?.status === wanted.status ? (old.lastTransitionTime ?? time) : time;
  return [...withoutCondition(conditions, wanted.type), { ...wanted, lastUpdateTime: time, lastTransitionTime }];
}

/** More new pods, fewer old ones, or more that are ready or available. */
function hasProgressed(old: Readonly<DeploymentStatus>, now: Readonly<DeploymentStatus>): boolean {
  const oldPods = ({ replicas = 0, updatedReplicas = 0 }: Readonly<DeploymentStatus>) => replicas - updatedReplicas;
  return (
    (now.updatedReplicas ?? 0) > (old.updatedReplicas ?? 0) ||
    oldPods(now) < oldPods(old) ||
    (now.readyReplicas ?? 0) > (old.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (old.availableReplicas ?? 0)
  );
}

function hasTimedOut(deployment: Readonly<Deployment>, status: Readonly<DeploymentStatus>, now: number): boolean {
  const reason = conditionOf(status, 'Progressing')?.reason;
  if (reason === 'NewReplicaSetAvailable') return false;
  if (reason === 'ProgressDeadlineExceeded') return true;
  const deadline = deadlineOf(deployment, status);
  return deadline !== undefined && deadline < now;
}

/** The failure of the newest ReplicaSet, or else of any. */
function failureConditions(
  conditions: readonly DeploymentCondition[],
  { newest, all, now }: StatusInput,
): DeploymentCondition[] {
  const failureOf = (set: Sized | undefined) => set?.status.conditions?.find(({ type }) => type === 'ReplicaFailure');
  const failure = failureOf(newest) ?? all.map(failureOf).find((found) => found !== undefined);
  if (failure === undefined) return withoutCondition(conditions, 'ReplicaFailure');
  const old = conditions.find(({ type }) => type === 'ReplicaFailure');
  if (old?.status === failure.status && old.reason === failure.reason) return [...conditions];
  const time = failure.lastTransitionTime ?? formatTime(now);
  const lastTransitionTime = old?.status === failure.status ? (old.lastTransitionTime ?? time) : time;
  return [...withoutCondition(conditions, 'ReplicaFailure'), { ...failure, lastUpdateTime: time, lastTransitionTime }];
}

/** After how many milliseconds to look again whether a rollout has taken too long; undefined when there is no need. */
export function nextProgressCheck(
  deployment: Readonly<Deployment>,
  status: Readonly<DeploymentStatus>,
  now: number,
): number | undefined {
  if (isComplete(deployment, status)) return undefined;
  if (conditionOf(status, 'Progressing')?.reason === 'ProgressDeadlineExceeded') return undefined;
  const deadline = deadlineOf(deployment, status);
  // Times are cut to the second, so a second more makes sure that the deadline has passed.
  return deadline === undefined ? undefined : Math.max(0, deadline - now) + 1000;
}

/** Conditions that tell of a pause and of its end, so that the time of a pause does not count against the deadline. */
export function pauseConditions(deployment: Readonly<Deployment>, now: number): DeploymentCondition[] {
  const conditions = deployment.status.conditions ?? [];
  const reason = conditionOf(deployment.status, 'Progressing')?.reason;
  if (!hasDeadline(deployment) || reason === 'ProgressDeadlineExceeded') return [...conditions];
  const isPaused = deployment.spec.paused === true;
  if (isPaused === (reason === 'DeploymentPaused')) return [...conditions];
  const wanted = isPaused
    ? condition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused')
    : condition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed');
  return setCondition(conditions, wanted, now);
}
