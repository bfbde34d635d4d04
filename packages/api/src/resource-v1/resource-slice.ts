import { NodeSelector } from '../core-v1/affinity.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int64, quantity, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const ResourcePool = struct('ResourcePool', 'The pool that the devices of a slice are in.', {
  name: field(1, string, 'Name of the pool: DNS subdomains joined by slashes; often that of the node. Immutable.'),
  generation: field(2, int64, 'Grows with every change of the pool; slices of older generations do not count.'),
  resourceSliceCount: field(3, int64, 'How many slices the pool has in this generation.'),
});
export type ResourcePool = Infer<typeof ResourcePool>;

export const DeviceAttribute = struct('DeviceAttribute', 'A property of a device: exactly one of the values.', {
  int: field(2, optional(int64), 'A number.'),
  bool: field(3, optional(bool), 'True or false.'),
  string: field(4, optional(string), 'A text of at most 64 characters.'),
  version: field(5, optional(string), 'A version as in semver.org 2.0.0, of at most 64 characters.'),
});
export type DeviceAttribute = Infer<typeof DeviceAttribute>;

export const DeviceCapacity = struct('DeviceCapacity', 'How much a device has of something.', {
  value: field(1, quantity, 'The amount.'),
});
export type DeviceCapacity = Infer<typeof DeviceCapacity>;

export const Device = struct('Device', 'One device, as requests can select it.', {
  name: field(1, string, 'Name of the device in its pool: a DNS label.'),
  attributes: field(
    2,
    omitEmpty(dict(DeviceAttribute)),
    'Properties by name, which may begin with a domain; at most 32, capacities counted.',
  ),
  capacity: field(
    3,
    omitEmpty(dict(DeviceCapacity)),
    'Amounts by name, which may begin with a domain; at most 32, attributes counted.',
  ),
});
export type Device = Infer<typeof Device>;

export const ResourceSliceSpec = struct(
  'ResourceSliceSpec',
  'Devices, and the nodes that can reach them: exactly one of nodeName, nodeSelector, allNodes.',
  {
    driver: field(1, string, 'Driver of the devices: a DNS subdomain. Immutable.'),
    pool: field(2, ResourcePool, 'The pool that the devices are in.'),
    nodeName: field(3, optional(string), 'The one node that can reach them. Immutable.'),
    nodeSelector: field(4, optional(NodeSelector), 'The nodes that can reach them, in exactly one term.'),
    allNodes: field(5, optional(bool), 'All nodes can reach them; true or absent.'),
    devices: field(6, omitEmpty(list(Device)), 'The devices; at most 128.', { merge: 'atomic' }),
  },
);
export type ResourceSliceSpec = Infer<typeof ResourceSliceSpec>;

export const ResourceSlice = struct('ResourceSlice', 'Part of a pool of devices that a driver offers.', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, ResourceSliceSpec, 'The devices. Changed only by the driver.'),
});
export type ResourceSlice = Infer<typeof ResourceSlice>;
