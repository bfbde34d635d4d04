/** What the kubelet's server needs of the kubelet. */
import type { Pod } from '@wherry/api/core-v1';
import type { Clock, Log } from '@wherry/component';
import type { PodDialer } from './port-forward/pod-dialer.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The pods of the node, as the API has them. */
export interface PodDirectory {
  find(namespace: string, name: string): Readonly<Pod> | undefined;
  list(): readonly Readonly<Pod>[];
}

export interface ServerContext {
  readonly pods: PodDirectory;
  readonly runtime: Runtime;
  /** What connects to the ports of pods. */
  readonly dialer: PodDialer;
  /** How long a conversation may be silent, in milliseconds. */
  readonly idleTimeout: number;
  readonly clock: Clock;
  readonly log: Log;
}
