/** What the scheduler writes into the status of pods: patches that say only what changes, or none at all. */
import { formatTime } from '@wherry/api';
import type { Pod, PodCondition } from '@wherry/api/core-v1';

export interface StatusChange {
  readonly condition?: Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;
  /** Empty to take the nomination back. */
  readonly nominatedNodeName?: string;
}

/** The body of a strategic patch; undefined when the pod already says so. */
export function podStatusPatch(pod: Readonly<Pod>, change: StatusChange, now: Date): object | undefined {
  const { condition, nominatedNodeName: nominated } = change;
  const written = condition === undefined ? undefined : changedCondition(pod, condition, now);
  const isRenominated = nominated !== undefined && nominated !== (pod.status.nominatedNodeName ?? '');
  if (written === undefined && !isRenominated) return undefined;
  return {
    status: {
      ...(written === undefined ? {} : { conditions: [written] }),
      // Null takes the field away.
      ...(isRenominated ? { nominatedNodeName: nominated === '' ? null : nominated } : {}),
    },
  };
}

function changedCondition(
  { metadata, status }: Readonly<Pod>,
  condition: NonNullable<StatusChange['condition']>,
  now: Date,
): Partial<PodCondition> | undefined {
  const known = (status.conditions ?? []).find(({ type }) => type === condition.type);
  const isTransition = known?.status !== condition.status;
  if (!isTransition && known.reason === condition.reason && known.message === condition.message) return undefined;
  const { generation } = metadata;
  return {
    ...condition,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(isTransition ? { lastTransitionTime: formatTime(now.getTime()) } : {}),
  };
}
