/** How pods come to their network: the seam between the kubelet and whoever lays the cables. */
import type { PodRef } from './runtime/runtime.ts';

export interface PodNetwork {
  /** Addresses for a new sandbox, none of which another one has. They are remembered with the sandbox. */
  allocate(pod: PodRef, taken: readonly string[]): Promise<readonly string[]>;
  /** Gives the sandbox whose first process this is its devices and addresses. Doing it twice is doing it once. */
  attach(sandbox: { readonly pod: PodRef; readonly pid: number; readonly addresses: readonly string[] }): Promise<void>;
  /** Takes away what is left of it on the node. */
  detach(sandbox: { readonly pod: PodRef; readonly addresses: readonly string[] }): Promise<void>;
}

/** No network but the pod's own loopback device: pods have no addresses, unless they use that of the node. */
export const noNetwork: PodNetwork = {
  allocate: () => Promise.resolve([]),
  attach: () => Promise.resolve(),
  detach: () => Promise.resolve(),
};
