/** How pods come to their network: the seam between the kubelet and whoever lays the cables. */
import type { Node, Pod } from '@wherry/api/core-v1';
import type { Informer } from '@wherry/client';
import type { Clock, Log, Running } from '@wherry/component';
import type { ContainerRecord, PodRef, Runtime, SandboxRecord } from '../runtime/runtime.ts';

/** A sandbox that runs. */
export interface RunningSandbox {
  readonly id: string;
  readonly pod: PodRef;
  /** Of its first process, as the kubelet sees processes. */
  readonly pid: number;
  readonly addresses: readonly string[];
}

export interface PodNetwork {
  /** Why pods must wait for their network; undefined when they need not. */
  trouble(): string | undefined;
  /**
   * Addresses for a new sandbox, none of which another pod has. A pod keeps its own until it is released.
   * @throws NetworkError when there are none
   */
  allocate(pod: PodRef): Promise<readonly string[]>;
  /** Gives a sandbox its devices, routes and host ports. Doing it twice is doing it once. @throws NetworkError */
  attach(sandbox: RunningSandbox): Promise<void>;
  /**
   * Whether what runs in a sandbox is where nobody can reach it: in a network that the sandbox has left, because its
   * first process was started anew; or in that of a machine which has been made anew since, if it uses the node's.
   */
  isLost(sandbox: SandboxRecord, containers: readonly ContainerRecord[]): Promise<boolean>;
  /** Takes away what the node has of a sandbox. @throws NetworkError */
  detach(sandbox: { readonly id: string }): Promise<void>;
  /** The pod is over: others can have its addresses. */
  release(pod: { readonly uid: string }): void;
}

/** What the network of a node is opened with. */
export interface NetworkDeps {
  readonly runtime: Pick<Runtime, 'pods'>;
  /** The node, as the API has it, and nothing else. */
  readonly nodes: Pick<Informer<Node>, 'list' | 'onChange'>;
  /** The pod of a uid, as it is wanted. */
  readonly find: (uid: string) => Readonly<Pod> | undefined;
  /** Told when what `trouble` says has changed, and when pods that had to wait need not wait any more. */
  readonly onChange: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export type OpenPodNetwork = (deps: NetworkDeps) => Promise<PodNetwork & Running>;

/** The network could not be made as it should; the message is for users. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** No network but the pod's own loopback device: pods have no addresses, unless they use that of the node. */
export const noNetwork: PodNetwork = {
  trouble: () => undefined,
  allocate: () => Promise.resolve([]),
  attach: () => Promise.resolve(),
  isLost: () => Promise.resolve(false),
  detach: () => Promise.resolve(),
  release: () => undefined,
};
