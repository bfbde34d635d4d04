/** A pod's sandbox and its network, as the plan shall see them. */
import type { Pod } from '@wherry/api/core-v1';
import { NetworkError } from '../network/pod-network.ts';
import type { PodRecord } from '../runtime/runtime.ts';
import type { PodContext } from './pod-context.ts';

/**
 * Sees to it that the sandbox that runs has its network: a kubelet may have been killed before it had. A sandbox whose
 * containers are in a network that it has left is as good as none, and so is one in a network that the node has left.
 * @throws NetworkError, having told users
 */
export async function withNetwork(
  { network, events }: PodContext,
  pod: Readonly<Pod>,
  record: PodRecord | undefined,
): Promise<PodRecord | undefined> {
  const [sandbox, ...older] = record?.sandboxes ?? [];
  if (record === undefined || sandbox?.pid === undefined) return record;
  if (await network.isLost(sandbox, record.containers))
    return { ...record, sandboxes: [{ ...sandbox, isReady: false }, ...older] };
  if (sandbox.network === 'host') return record;
  try {
    await network.attach({ id: sandbox.id, pod: record.pod, pid: sandbox.pid, addresses: sandbox.addresses });
  } catch (error) {
    if (error instanceof NetworkError)
      events.record(pod, {
        type: 'Warning',
        reason: 'FailedCreatePodSandBox',
        message: `Failed to create pod sandbox: ${error.message}`,
      });
    throw error;
  }
  return record;
}
