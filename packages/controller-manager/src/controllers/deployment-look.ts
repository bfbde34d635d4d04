/** A Deployment in the course of a look, and what the look notes on it. */
import type { Deployment, DeploymentStatus } from '@wherry/api/apps-v1';
import { condition, setCondition } from '../plans/deployment/deployment-status.ts';
import { REVISION_ANNOTATION } from '../plans/deployment/replica-set-annotations.ts';
import type { Sized } from '../plans/deployment/replica-sets.ts';
import { rolloutBounds } from '../plans/deployment/rollout-bounds.ts';
import type { Rollout } from '../plans/deployment/scaling.ts';

/** A Deployment in the course of a look: conditions and annotations grow, and are written at the end, once. */
export interface Look {
  deployment: Deployment;
  newest: Sized | undefined;
  readonly old: readonly Sized[];
  readonly now: number;
}

/** All its ReplicaSets. */
export function allOf({ newest, old }: Look): readonly Sized[] {
  return newest === undefined ? old : [...old, newest];
}

/** The look as planning sees it. */
export function rolloutOf({ deployment, newest, old }: Look): Rollout {
  return {
    bounds: rolloutBounds(deployment),
    isRolling: deployment.spec.strategy.type === 'RollingUpdate',
    newest,
    old,
    counted: deployment.status.replicas ?? 0,
  };
}

export function setConditions(look: Look, conditions: NonNullable<DeploymentStatus['conditions']>): void {
  look.deployment = { ...look.deployment, status: { ...look.deployment.status, conditions } };
}

export function setProgressing(look: Look, reason: string, message: string): void {
  const progressing = condition('Progressing', 'True', reason, message);
  setConditions(look, setCondition(look.deployment.status.conditions ?? [], progressing, look.now));
}

/** The Deployment shows the revision of its newest ReplicaSet. */
export function setRevision(look: Look, newest: Sized): void {
  const revision = newest.metadata.annotations?.[REVISION_ANNOTATION] ?? '';
  const { metadata } = look.deployment;
  const annotations = { ...metadata.annotations, [REVISION_ANNOTATION]: revision };
  look.deployment = { ...look.deployment, metadata: { ...metadata, annotations } };
}
