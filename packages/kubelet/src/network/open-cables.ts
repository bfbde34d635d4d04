/** Cables on the kernel of this machine, as a kubelet is started with them. */
import { startCables } from './cables.ts';
import { openNodeKernel } from './node-kernel.ts';
import { groupOf } from './plan-cables.ts';
import type { OpenPodNetwork } from './pod-network.ts';

export interface CablesFlags {
  /** Tells this node's cables from those of other nodes in the same network namespace. */
  readonly owner: string;
  /** Addresses of the node that are not for the host ports of pods: the cluster's DNS is answered there. */
  readonly reserved: readonly string[];
}

/** Needs the node's network namespace, the processes of pods, NET_ADMIN, SYS_ADMIN, SYS_PTRACE and `ip`. */
export function openCables({ owner, reserved }: CablesFlags): OpenPodNetwork {
  return async (deps) => startCables({ ...deps, reserved, kernel: await openNodeKernel({ group: groupOf(owner) }) });
}
