/** All that the status of a pod is made from. */
import type { LinuxContainerUser, Pod } from '@wherry/api/core-v1';
import type { ProbeResults } from '../pods/probe-results.ts';
import type { PodRecord } from '../runtime/runtime.ts';

/** Why a container could not be started, as its status says it. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

/** What the kubelet itself has decided about a pod, such as that it does not fit: the pod is to end, and has failed. */
export interface Verdict extends StartFailure {
  /** As the event says it. @default the message */
  readonly eventMessage?: string;
  /** How long its containers have. @default what the pod says */
  readonly graceSeconds?: number;
  /** It is the node that could not bear it. */
  readonly isDisruption?: boolean;
}

/** A change of resources that has not been made. */
export interface ResizeState {
  readonly pending?: { readonly reason: string; readonly message: string };
  readonly error?: string;
}

export interface PodPicture {
  /** With the status that was written last. */
  readonly pod: Readonly<Pod>;
  readonly record: PodRecord | undefined;
  readonly probes: ProbeResults;
  /** By container; gone as soon as a start works. */
  readonly failures: ReadonlyMap<string, StartFailure>;
  /** What containers have left as their last words, by id. */
  readonly messages: ReadonlyMap<string, string>;
  /** As whom containers were started, by id. @default not known */
  readonly users?: ReadonlyMap<string, LinuxContainerUser>;
  /** The pod has been told to end and has: nothing will start again. */
  readonly isTerminal: boolean;
  readonly verdict?: Verdict | undefined;
  readonly resize?: ResizeState | undefined;
  readonly hostAddress: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}
