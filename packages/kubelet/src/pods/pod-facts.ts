/** What the downward API of a pod can tell. Pure. */
import type { Pod } from '@wherry/api/core-v1';
import type { PodFacts } from '../containers/pod-fields.ts';
import type { SandboxRecord } from '../runtime/runtime.ts';
import type { NodeFacts } from './pod-context.ts';

export function factsOf(
  pod: Readonly<Pod>,
  sandbox: SandboxRecord | undefined,
  { address, allocatable }: NodeFacts,
): PodFacts {
  const podAddresses = pod.spec.hostNetwork === true ? [address] : (sandbox?.addresses ?? []);
  return { pod, podAddresses, hostAddress: address, allocatable };
}
