import { NodeSelector } from '../core-v1/affinity.ts';
import { Condition } from '../meta-v1/condition.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { DeviceConfiguration, DeviceToleration, ResourceClaimSpec } from './device.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, quantity, rawExtension, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const DeviceRequestAllocationResult = struct('DeviceRequestAllocationResult', '', {
  request: field(1, string, ''),
  driver: field(2, string, ''),
  pool: field(3, string, ''),
  device: field(4, string, ''),
  adminAccess: field(5, optional(bool), ''),
  tolerations: field(6, omitEmpty(list(DeviceToleration)), '', { merge: 'atomic' }),
  bindingConditions: field(7, omitEmpty(list(string)), '', { merge: 'atomic' }),
  bindingFailureConditions: field(8, omitEmpty(list(string)), '', { merge: 'atomic' }),
  shareID: field(9, optional(string), ''),
  consumedCapacity: field(10, omitEmpty(dict(quantity)), ''),
});
export type DeviceRequestAllocationResult = Infer<typeof DeviceRequestAllocationResult>;

export const AllocationConfigSource = oneOf('FromClass', 'FromClaim');
export type AllocationConfigSource = Infer<typeof AllocationConfigSource>;

export const DeviceAllocationConfiguration = struct('DeviceAllocationConfiguration', '', {
  source: field(1, AllocationConfigSource, ''),
  requests: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
  deviceConfiguration: inline(3, DeviceConfiguration),
});
export type DeviceAllocationConfiguration = Infer<typeof DeviceAllocationConfiguration>;

export const DeviceAllocationResult = struct('DeviceAllocationResult', '', {
  results: field(1, omitEmpty(list(DeviceRequestAllocationResult)), '', { merge: 'atomic' }),
  config: field(2, omitEmpty(list(DeviceAllocationConfiguration)), '', { merge: 'atomic' }),
});
export type DeviceAllocationResult = Infer<typeof DeviceAllocationResult>;

export const AllocationResult = struct('AllocationResult', '', {
  devices: field(1, omitEmpty(DeviceAllocationResult), ''),
  nodeSelector: field(3, optional(NodeSelector), ''),
  allocationTimestamp: field(5, optional(time), ''),
});
export type AllocationResult = Infer<typeof AllocationResult>;

export const ResourceClaimConsumerReference = struct('ResourceClaimConsumerReference', '', {
  apiGroup: field(1, omitEmpty(string), ''),
  resource: field(3, string, ''),
  name: field(4, string, ''),
  uid: field(5, string, ''),
});
export type ResourceClaimConsumerReference = Infer<typeof ResourceClaimConsumerReference>;

export const NetworkDeviceData = struct('NetworkDeviceData', '', {
  interfaceName: field(1, omitEmpty(string), ''),
  ips: field(2, omitEmpty(list(string)), '', { merge: 'atomic' }),
  hardwareAddress: field(3, omitEmpty(string), ''),
});
export type NetworkDeviceData = Infer<typeof NetworkDeviceData>;

export const AllocatedDeviceStatus = struct('AllocatedDeviceStatus', '', {
  driver: field(1, string, ''),
  pool: field(2, string, ''),
  device: field(3, string, ''),
  shareID: field(7, optional(string), ''),
  conditions: field(4, list(Condition), '', { required: false, mapKeys: ['type'] }),
  data: field(5, optional(rawExtension), ''),
  networkData: field(6, optional(NetworkDeviceData), ''),
});
export type AllocatedDeviceStatus = Infer<typeof AllocatedDeviceStatus>;

export const ResourceClaimStatus = struct('ResourceClaimStatus', '', {
  allocation: field(1, optional(AllocationResult), ''),
  reservedFor: field(2, omitEmpty(list(ResourceClaimConsumerReference)), '', {
    patch: 'merge',
    mergeKey: 'uid',
    mapKeys: ['uid'],
  }),
  devices: field(4, omitEmpty(list(AllocatedDeviceStatus)), '', { mapKeys: ['driver', 'device', 'pool', 'shareID'] }),
});
export type ResourceClaimStatus = Infer<typeof ResourceClaimStatus>;

export const ResourceClaim = struct('ResourceClaim', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, ResourceClaimSpec, ''),
  status: field(3, omitEmpty(ResourceClaimStatus), ''),
});
export type ResourceClaim = Infer<typeof ResourceClaim>;
