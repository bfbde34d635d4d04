import { NodeSelector } from '../core-v1/affinity.ts';
import { Condition } from '../meta-v1/condition.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { DeviceConfiguration, ResourceClaimSpec } from './device.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, rawExtension, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const DeviceRequestAllocationResult = struct('DeviceRequestAllocationResult', 'A device for a request.', {
  request: field(1, string, 'Request that the device is for, as request or request/subrequest.'),
  driver: field(2, string, 'Driver of the device.'),
  pool: field(3, string, 'Pool that the device is in.'),
  device: field(4, string, 'Name of the device in the pool.'),
  adminAccess: field(5, optional(bool), 'The device was given for monitoring or management, and may be in use.'),
});
export type DeviceRequestAllocationResult = Infer<typeof DeviceRequestAllocationResult>;

export const AllocationConfigSource = oneOf('FromClass', 'FromClaim');
export type AllocationConfigSource = Infer<typeof AllocationConfigSource>;

export const DeviceAllocationConfiguration = struct(
  'DeviceAllocationConfiguration',
  'How devices are set up, and who says so.',
  {
    source: field(1, AllocationConfigSource, 'Where it was said: FromClass or FromClaim.'),
    requests: field(2, omitEmpty(list(string)), 'Requests whose devices are meant; all when empty.', {
      merge: 'atomic',
    }),
    deviceConfiguration: inline(3, DeviceConfiguration),
  },
);
export type DeviceAllocationConfiguration = Infer<typeof DeviceAllocationConfiguration>;

export const DeviceAllocationResult = struct('DeviceAllocationResult', 'The devices for a claim.', {
  results: field(1, omitEmpty(list(DeviceRequestAllocationResult)), 'The devices, each with the request it is for.', {
    merge: 'atomic',
  }),
  config: field(
    2,
    omitEmpty(list(DeviceAllocationConfiguration)),
    'How they are set up, of class and claim as they then were; later ones go before.',
    { merge: 'atomic' },
  ),
});
export type DeviceAllocationResult = Infer<typeof DeviceAllocationResult>;

export const AllocationResult = struct('AllocationResult', 'What a claim was given.', {
  devices: field(1, omitEmpty(DeviceAllocationResult), 'The devices.'),
  nodeSelector: field(3, optional(NodeSelector), 'Nodes that can reach the devices; all when absent.'),
});
export type AllocationResult = Infer<typeof AllocationResult>;

export const ResourceClaimConsumerReference = struct(
  'ResourceClaimConsumerReference',
  'Who may use a claim: usually a pod.',
  {
    apiGroup: field(1, omitEmpty(string), 'API group of the resource; empty for the core group.'),
    resource: field(3, string, 'Resource of the object, such as pods.'),
    name: field(4, string, 'Name of the object, in the namespace of the claim.'),
    uid: field(5, string, 'UID of the object.'),
  },
);
export type ResourceClaimConsumerReference = Infer<typeof ResourceClaimConsumerReference>;

export const NetworkDeviceData = struct('NetworkDeviceData', 'What a network device is like.', {
  interfaceName: field(1, omitEmpty(string), 'Name of the interface in the pod; at most 256 characters.'),
  ips: field(2, omitEmpty(list(string)), 'Addresses with their prefix lengths, such as 192.0.2.5/24; at most 16.', {
    merge: 'atomic',
  }),
  hardwareAddress: field(3, omitEmpty(string), 'MAC or other hardware address; at most 128 characters.'),
});
export type NetworkDeviceData = Infer<typeof NetworkDeviceData>;

export const AllocatedDeviceStatus = struct('AllocatedDeviceStatus', 'State of a device, from its driver.', {
  driver: field(1, string, 'Driver of the device.'),
  pool: field(2, string, 'Pool that the device is in.'),
  device: field(3, string, 'Name of the device in the pool.'),
  conditions: field(4, list(Condition), 'Aspects of the state; at most 8.', { required: false, mapKeys: ['type'] }),
  data: field(5, optional(rawExtension), 'More of it, as the driver likes: a JSON object of at most 10 KiB.'),
  networkData: field(6, optional(NetworkDeviceData), 'What the device is like, if it is one of a network.'),
});
export type AllocatedDeviceStatus = Infer<typeof AllocatedDeviceStatus>;

export const ResourceClaimStatus = struct('ResourceClaimStatus', 'What a claim was given, and who uses it.', {
  allocation: field(1, optional(AllocationResult), 'What the claim was given; absent before and after.'),
  reservedFor: field(
    2,
    omitEmpty(list(ResourceClaimConsumerReference)),
    'Who may use the claim; it stays allocated as long as there is anyone. At most 256.',
    { patch: 'merge', mergeKey: 'uid', mapKeys: ['uid'] },
  ),
  devices: field(4, omitEmpty(list(AllocatedDeviceStatus)), 'State of the devices, from their drivers.', {
    mapKeys: ['driver', 'device', 'pool'],
  }),
});
export type ResourceClaimStatus = Infer<typeof ResourceClaimStatus>;

export const ResourceClaim = struct('ResourceClaim', 'Claims devices, for one pod or several.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, ResourceClaimSpec, 'What is claimed. Immutable.'),
  status: field(3, omitEmpty(ResourceClaimStatus), 'What the claim was given, and who uses it.'),
});
export type ResourceClaim = Infer<typeof ResourceClaim>;
