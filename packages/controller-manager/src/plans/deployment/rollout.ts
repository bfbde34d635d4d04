/** The next step of a rollout: pods of the newest ReplicaSet take the place of those of the old ones. */
import { availableOf, byAge, isActive, sizeOf, sum, type Sized } from './replica-sets.ts';
import type { RolloutBounds } from './rollout-bounds.ts';
import type { Resize } from './scaling.ts';

export interface RolloutState {
  readonly bounds: RolloutBounds;
  readonly newest: Sized;
  readonly old: readonly Sized[];
}

/** The size to which the newest ReplicaSet may grow in a rolling update. */
export function growth({
  bounds,
  newestSize,
  allSize,
}: {
  bounds: RolloutBounds;
  newestSize: number;
  allSize: number;
}) {
  const { wanted, maxSurge } = bounds;
  const room = wanted + maxSurge - allSize;
  return room <= 0 ? newestSize : newestSize + Math.min(room, wanted - newestSize);
}

/** A rolling update: first the newest grows as far as it may, and only when it cannot, the old ones shrink. */
export function planRollingStep(state: RolloutState): readonly Resize[] {
  const { bounds, newest, old } = state;
  const size = sizeOf(newest);
  if (size !== bounds.wanted) {
    const allSize = sum([...old, newest], sizeOf);
    const replicas = size > bounds.wanted ? bounds.wanted : growth({ bounds, newestSize: size, allSize });
    if (replicas !== size) return [{ set: newest, replicas }];
  }
  return shrinkOld(state);
}

function shrinkOld({ bounds, newest, old }: RolloutState): readonly Resize[] {
  const active = old.filter(isActive).toSorted(byAge);
  if (active.length === 0) return [];
  const minAvailable = bounds.wanted - bounds.maxUnavailable;
  const newUnavailable = sizeOf(newest) - availableOf(newest);
  const mayGo = sum([...active, newest], sizeOf) - minAvailable - newUnavailable;
  if (mayGo <= 0) return [];
  const healthy = withoutUnhealthy(active, mayGo);
  // What is not available is not missed; of the rest so many may go that enough stay available.
  const available = sum([...active, newest], availableOf);
  const sizes = takeFrom(healthy, available - minAvailable);
  return sizes.filter(({ set, replicas }) => replicas !== sizeOf(set));
}

/** Takes pods that are not available from the oldest first. */
function withoutUnhealthy(sets: readonly Sized[], most: number): Resize[] {
  let left = most;
  return sets.map((set) => {
    const taken = Math.max(0, Math.min(left, sizeOf(set) - availableOf(set)));
    left -= taken;
    return { set, replicas: sizeOf(set) - taken };
  });
}

function takeFrom(sizes: readonly Resize[], most: number): Resize[] {
  let left = most;
  return sizes.map(({ set, replicas }) => {
    const taken = Math.max(0, Math.min(left, replicas));
    left -= taken;
    return { set, replicas: replicas - taken };
  });
}

/** The first half of Recreate: the old ones have no pods any more. */
export function planRecreateDown(old: readonly Sized[]): readonly Resize[] {
  return old.filter(isActive).map((set) => ({ set, replicas: 0 }));
}

/** Old ReplicaSets beyond what is kept to go back to: those of the lowest revisions that are surely empty. */
export function planCleanup(
  old: readonly Sized[],
  { limit, revisionOf }: { readonly limit: number | undefined; readonly revisionOf: (set: Sized) => bigint },
): readonly Sized[] {
  if (limit === undefined || limit === 2 ** 31 - 1) return [];
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = alive.length - limit;
  if (surplus <= 0) return [];
  return alive
    .toSorted((a, b) => Number(revisionOf(a) - revisionOf(b)) || byAge(a, b))
    .slice(0, surplus)
    .filter(
      ({ metadata, spec, status }) =>
        status.replicas === 0 &&
        (spec.replicas ?? 1) === 0 &&
        (metadata.generation ?? 0) <= (status.observedGeneration ?? 0),
    );
}
