/** The condition of a pod that is taken away on purpose, which says by whom and why. */
import type { Pod, PodStatus } from '@wherry/api/core-v1';

export interface Disruption {
  readonly reason: string;
  readonly message: string;
  /** Now, as the API writes times. */
  readonly time: string;
}

const TYPE = 'DisruptionTarget';

/** The status with that condition, or undefined when it says so already. */
export function withDisruption({ status, metadata }: Readonly<Pod>, disruption: Disruption): PodStatus | undefined {
  const { reason, message, time } = disruption;
  const before = status.conditions ?? [];
  const old = before.find(({ type }) => type === TYPE);
  if (old?.status === 'True' && old.reason === reason && old.message === message) return undefined;
  const lastTransitionTime = old?.status === 'True' ? (old.lastTransitionTime ?? time) : time;
  const { generation } = metadata;
  const seen = generation === undefined ? {} : { observedGeneration: generation };
  const condition = { type: TYPE, ...seen, status: 'True', reason, message, lastTransitionTime };
  return { ...status, conditions: [...before.filter((each) => each !== old), condition] };
}
