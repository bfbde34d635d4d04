/** What a kubelet remembers of a pod between two looks at it. All of it may be lost with the process. */
import type { Pod } from '@wherry/api/core-v1';
import type { ResizeState, StartFailure, Verdict } from '../status/picture.ts';

export interface PodMemory {
  /** Why containers could not be started, by name; gone as soon as a start works. */
  readonly failures: Map<string, StartFailure>;
  /** What was decided about the pod as a whole: it ends. */
  verdict?: Verdict | undefined;
  /** What was written last: the API may be slower to show it. */
  written?: { readonly resourceVersion: string | undefined; readonly status: Pod['status'] };
  /** What keeps its containers from having what it says now. */
  resize?: ResizeState | undefined;
  /** When its volumes were made what they should be, by the monotonic clock, and for which version of the pod. */
  refreshed?: { readonly at: number; readonly resourceVersion: string | undefined };
}
