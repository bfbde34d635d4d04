/** How many pods a Job has after a step, as far as the picture of before and the answers of the server tell. Pure. */
import type { Pod } from '@wherry/api/core-v1';
import { isPodReady } from '../../pods/pod-state.ts';
import type { JobState } from './job-state.ts';

export interface PodCounts {
  readonly active: number;
  /** Never more than are active. */
  readonly ready: number;
  readonly terminating: number;
}

export interface Step {
  readonly created: number;
  readonly deleted: readonly Readonly<Pod>[];
}

/** What was deleted is on its way out from now on, also when it is not counted any more. */
export function countsAfter(
  { active, ready, terminating }: Pick<JobState, 'active' | 'ready' | 'terminating'>,
  { created, deleted }: Step,
): PodCounts {
  return {
    active: active.length + created - deleted.length,
    ready: ready - deleted.filter(isPodReady).length,
    terminating: terminating + deleted.length,
  };
}
