/** How far the number of pods of a Deployment may be off what is wanted while they are replaced. */
import { scaledIntOrPercent } from '@wherry/api';
import type { Deployment } from '@wherry/api/apps-v1';

export interface RolloutBounds {
  readonly wanted: number;
  /** Pods that may be too many. */
  readonly maxSurge: number;
  /** Pods that may be missing. */
  readonly maxUnavailable: number;
}

/** The bounds; with Recreate pods may neither be too many nor missing. */
export function rolloutBounds({ spec }: Readonly<Deployment>): RolloutBounds {
  const { replicas: wanted = 1, strategy } = spec;
  if (strategy.type !== 'RollingUpdate') return { wanted, maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge = 0, maxUnavailable = 0 } = strategy.rollingUpdate ?? {};
  const surge = scaledIntOrPercent(maxSurge, { total: wanted, roundUp: true });
  const unavailable = scaledIntOrPercent(maxUnavailable, { total: wanted, roundUp: false });
  // Both can be rounded to zero; then a rollout could not begin.
  const missing = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return { wanted, maxSurge: surge, maxUnavailable: Math.min(missing, wanted) };
}
