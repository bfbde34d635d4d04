/** How ResourceClaims count for quotas: by their number, and by the most devices of each class that they may get. */
import type { ResourceClaim } from '../resource-v1/resource-claim.ts';
import type { ExactDeviceRequest } from '../resource-v1/device.ts';
import { ResourceClaims } from '../resource-v1/resources.ts';
import { Quantity } from '../scalars/quantity.ts';
import type { Amounts } from './amounts.ts';
import { countName, evaluatorFor } from './evaluator.ts';

const COUNT = countName(ResourceClaims);
const OF_CLASS = '.deviceclass.resource.k8s.io/devices';
/** As many devices as one claim can be given. */
const MOST_DEVICES = 32;

export const deviceClaimEvaluator = evaluatorFor(ResourceClaims, {
  counts: (name) => name === COUNT || name.endsWith(OF_CLASS),
  usageOf,
});

function usageOf({ spec }: Readonly<ResourceClaim>): Amounts {
  const usage = new Map([[COUNT, Quantity.of(1)]]);
  for (const { exactly, firstAvailable = [] } of spec.devices?.requests ?? []) {
    const most = new Map<string, number>();
    // Of several choices only one comes true: the one that takes the most.
    for (const request of [...(exactly === undefined ? [] : [exactly]), ...firstAvailable]) {
      const name = `${request.deviceClassName}${OF_CLASS}`;
      most.set(name, Math.max(most.get(name) ?? 0, devicesOf(request)));
    }
    for (const [name, devices] of most) usage.set(name, (usage.get(name) ?? Quantity.ZERO).add(Quantity.of(devices)));
  }
  return usage;
}

function devicesOf({ allocationMode, count = 0 }: Pick<ExactDeviceRequest, 'allocationMode' | 'count'>): number {
  if (allocationMode === 'ExactCount') return Number(count);
  return allocationMode === 'All' ? MOST_DEVICES : 0;
}
