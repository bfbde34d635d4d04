/** Requests and limits as cgroups have them. Pure. */
import { Quantity } from '@wherry/api';
import { computeQosClass, type Container, type Pod } from '@wherry/api/core-v1';
import type { ContainerResources } from '../runtime/runtime.ts';

const LEAST_SHARES = 2;
const MOST_SHARES = 262_144;
const SHARES_PER_CPU = 1024;
const QUOTA_PER_CPU = 100_000;
const LEAST_QUOTA = 1000;
/** The pods of the system itself have at least this priority. */
const CRITICAL_PRIORITY = 2_000_000_000;
const PROTECTED = -997;
const FIRST_TO_GO = 1000;

export function resourceLimits(
  pod: Readonly<Pod>,
  { resources: { requests = {}, limits = {} } }: Pick<Container, 'resources'>,
  { memoryCapacity }: { readonly memoryCapacity: number },
): ContainerResources {
  const milliCpu = (text: string | undefined) => Number(Quantity.parse(text ?? '0').milliValue());
  const shares = Math.floor((milliCpu(requests['cpu'] ?? limits['cpu']) * SHARES_PER_CPU) / 1000);
  const quota = Math.floor((milliCpu(limits['cpu']) * QUOTA_PER_CPU) / 1000);
  const memory = Number(Quantity.parse(limits['memory'] ?? '0').value());
  return {
    cpuShares: Math.min(MOST_SHARES, Math.max(LEAST_SHARES, shares)),
    ...(quota === 0 ? {} : { cpuQuota: Math.max(LEAST_QUOTA, quota) }),
    ...(memory === 0 ? {} : { memoryBytes: memory }),
    oomScore: oomScore(pod, Number(Quantity.parse(requests['memory'] ?? '0').value()), memoryCapacity),
  };
}

/** The more memory a container asked for, the longer it is spared; who asked for nothing goes first. */
function oomScore(pod: Readonly<Pod>, memoryRequest: number, memoryCapacity: number): number {
  if ((pod.spec.priority ?? 0) >= CRITICAL_PRIORITY) return PROTECTED;
  switch (computeQosClass(pod.spec)) {
    case 'Guaranteed':
      return PROTECTED;
    case 'BestEffort':
      return FIRST_TO_GO;
    case 'Burstable': {
      const score = FIRST_TO_GO - Math.floor((FIRST_TO_GO * memoryRequest) / memoryCapacity);
      return Math.min(FIRST_TO_GO - 1, Math.max(FIRST_TO_GO + PROTECTED, score));
    }
  }
}
