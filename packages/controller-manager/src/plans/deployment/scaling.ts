/** What a Deployment does when its size has changed, or while it is paused: keep the proportions. */
import { annotatedReplicas, DESIRED_REPLICAS_ANNOTATION, MAX_REPLICAS_ANNOTATION } from './replica-set-annotations.ts';
import { availableOf, byAge, isActive, sizeOf, sum, type Sized } from './replica-sets.ts';
import type { RolloutBounds } from './rollout-bounds.ts';

/** A ReplicaSet and the size that it gets, be it the one that it has. */
export interface Resize {
  readonly set: Sized;
  readonly replicas: number;
}

export interface Rollout {
  readonly bounds: RolloutBounds;
  readonly isRolling: boolean;
  readonly newest: Sized | undefined;
  readonly old: readonly Sized[];
  /** Pods that the Deployment's status counts. */
  readonly counted: number;
}

/** Whether one of the ReplicaSets was last scaled for another size than the one that is wanted now. */
export function isScalingEvent({ bounds, newest, old }: Pick<Rollout, 'bounds' | 'newest' | 'old'>): boolean {
  return [...old, ...(newest === undefined ? [] : [newest])].filter(isActive).some((set) => {
    const desired = annotatedReplicas(set, DESIRED_REPLICAS_ANNOTATION);
    return desired !== undefined && desired !== bounds.wanted;
  });
}

/**
 * The sizes of the ReplicaSets for the size that is wanted. In the middle of a rollout all of them get their share, so
 * that a broken new version does not get all of the growth.
 */
export function planScaling(rollout: Rollout): readonly Resize[] {
  const { bounds, newest, old, isRolling } = rollout;
  const only = activeOrLatest(rollout);
  // Also when it has that size: what it is noted to be scaled for must not be another.
  if (only !== undefined) return [{ set: only, replicas: bounds.wanted }];
  if (newest !== undefined && isSaturated(newest, bounds)) {
    return old.filter(isActive).map((set) => ({ set, replicas: 0 }));
  }
  return isRolling ? shares(rollout) : [];
}

/** The one ReplicaSet with pods or, if none has any, the newest; undefined when several have some. */
function activeOrLatest({ newest, old }: Rollout): Sized | undefined {
  const active = [...old, ...(newest === undefined ? [] : [newest])].filter(isActive);
  if (active.length > 1) return undefined;
  return active[0] ?? newest ?? old.toSorted(byAge).at(-1);
}

function isSaturated(set: Sized, { wanted }: RolloutBounds): boolean {
  const desired = annotatedReplicas(set, DESIRED_REPLICAS_ANNOTATION);
  return sizeOf(set) === wanted && desired === wanted && availableOf(set) === wanted;
}

function shares({ bounds, newest, old, counted }: Rollout): Resize[] {
  const active = [...old, ...(newest === undefined ? [] : [newest])].filter(isActive);
  const allowed = bounds.wanted > 0 ? bounds.wanted + bounds.maxSurge : 0;
  const toAdd = allowed - sum(active, sizeOf);
  // Growth goes to large and new ones first, shrinking takes from large and old ones first.
  const ordered = active.toSorted((a, b) => sizeOf(b) - sizeOf(a) || (toAdd > 0 ? byAge(b, a) : byAge(a, b)));
  let added = 0;
  const sizes = ordered.map((set) => {
    const share = proportion(set, { bounds, counted, toAdd, added });
    added += share;
    return { set, replicas: sizeOf(set) + share };
  });
  // What rounding leaves over goes to the largest.
  return sizes.map(({ set, replicas }, index) => ({
    set,
    replicas: index === 0 ? Math.max(0, replicas + toAdd - added) : replicas,
  }));
}

interface Share {
  readonly bounds: RolloutBounds;
  readonly counted: number;
  readonly toAdd: number;
  readonly added: number;
}

/** By how much a ReplicaSet grows, or, when negative, shrinks. */
function proportion(set: Sized, share: Share): number {
  const { toAdd, added } = share;
  if (sizeOf(set) === 0 || toAdd === added) return 0;
  const left = toAdd - added;
  const fraction = fractionOf(set, share);
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

function fractionOf(set: Sized, { bounds, counted }: Share): number {
  const size = sizeOf(set);
  if (bounds.wanted === 0) return -size;
  // Somebody may have removed the annotation; then the pods that were counted last must do.
  const before = annotatedReplicas(set, MAX_REPLICAS_ANNOTATION) || counted;
  if (before === 0) return 0;
  return roundHalfAway((size * (bounds.wanted + bounds.maxSurge)) / before) - size;
}

const roundHalfAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));
