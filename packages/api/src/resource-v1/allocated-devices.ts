/** Which devices a claim has been given. */
import type { AllocatedDeviceStatus, AllocationResult, ResourceClaim } from './resource-claim.ts';

/** What tells devices apart: driver, pool and name. */
export function idOf({ driver, pool, device }: Pick<AllocatedDeviceStatus, 'driver' | 'pool' | 'device'>): string {
  return `${driver}/${pool}/${device}`;
}

/** All devices of an allocation. */
export function deviceIds(allocation: Readonly<AllocationResult> | undefined): ReadonlySet<string> {
  return new Set((allocation?.devices?.results ?? []).map(idOf));
}

/** Forgets the state of devices that the claim no longer has. */
export function dropDeallocatedDevices({ status }: ResourceClaim, old: Readonly<ResourceClaim>): void {
  if (status?.devices === undefined) return;
  const now = deviceIds(status.allocation);
  const before = deviceIds(old.status?.allocation);
  const devices = status.devices.filter((device) => now.has(idOf(device)) || !before.has(idOf(device)));
  if (devices.length > 0) status.devices = devices;
  else delete status.devices;
}
