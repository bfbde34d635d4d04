import { NodeSelector } from '../core-v1/affinity.ts';
import { ObjectMeta } from '../meta-v1/object-meta.ts';
import { typeMeta } from '../meta-v1/type-meta.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int64, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const ResourcePool = struct('ResourcePool', '', {
  name: field(1, string, ''),
  generation: field(2, int64, ''),
  resourceSliceCount: field(3, int64, ''),
});
export type ResourcePool = Infer<typeof ResourcePool>;

export const DeviceAttribute = struct('DeviceAttribute', '', {
  int: field(2, optional(int64), ''),
  bool: field(3, optional(bool), ''),
  string: field(4, optional(string), ''),
  version: field(5, optional(string), ''),
  ints: field(6, omitEmpty(list(int64)), '', { merge: 'atomic' }),
  bools: field(7, omitEmpty(list(bool)), '', { merge: 'atomic' }),
  strings: field(8, omitEmpty(list(string)), '', { merge: 'atomic' }),
  versions: field(9, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type DeviceAttribute = Infer<typeof DeviceAttribute>;

export const CapacityRequestPolicyRange = struct('CapacityRequestPolicyRange', '', {
  min: field(1, optional(quantity), '', { required: true }),
  max: field(2, optional(quantity), ''),
  step: field(3, optional(quantity), ''),
});
export type CapacityRequestPolicyRange = Infer<typeof CapacityRequestPolicyRange>;

export const CapacityRequestPolicy = struct('CapacityRequestPolicy', '', {
  default: field(1, optional(quantity), ''),
  validValues: field(3, omitEmpty(list(quantity)), '', { merge: 'atomic' }),
  validRange: field(4, optional(CapacityRequestPolicyRange), ''),
});
export type CapacityRequestPolicy = Infer<typeof CapacityRequestPolicy>;

export const DeviceCapacity = struct('DeviceCapacity', '', {
  value: field(1, quantity, ''),
  requestPolicy: field(2, optional(CapacityRequestPolicy), ''),
});
export type DeviceCapacity = Infer<typeof DeviceCapacity>;

export const Counter = struct('Counter', '', {
  value: field(1, quantity, ''),
});
export type Counter = Infer<typeof Counter>;

export const DeviceCounterConsumption = struct('DeviceCounterConsumption', '', {
  counterSet: field(1, string, ''),
  counters: field(2, omitEmpty(dict(Counter)), '', { required: true }),
});
export type DeviceCounterConsumption = Infer<typeof DeviceCounterConsumption>;

export const DeviceTaint = struct('DeviceTaint', '', {
  key: field(1, string, ''),
  value: field(2, omitEmpty(string), ''),
  effect: field(3, string, ''),
  timeAdded: field(4, optional(time), ''),
});
export type DeviceTaint = Infer<typeof DeviceTaint>;

export const NodeAllocatableResourceMapping = struct('NodeAllocatableResourceMapping', '', {
  capacityKey: field(1, optional(string), ''),
  allocationMultiplier: field(2, optional(quantity), ''),
});
export type NodeAllocatableResourceMapping = Infer<typeof NodeAllocatableResourceMapping>;

export const Device = struct('Device', '', {
  name: field(1, string, ''),
  attributes: field(2, omitEmpty(dict(DeviceAttribute)), ''),
  capacity: field(3, omitEmpty(dict(DeviceCapacity)), ''),
  consumesCounters: field(4, omitEmpty(list(DeviceCounterConsumption)), '', { merge: 'atomic' }),
  nodeName: field(5, optional(string), ''),
  nodeSelector: field(6, optional(NodeSelector), ''),
  allNodes: field(7, optional(bool), ''),
  taints: field(8, omitEmpty(list(DeviceTaint)), '', { merge: 'atomic' }),
  bindsToNode: field(9, optional(bool), ''),
  bindingConditions: field(10, omitEmpty(list(string)), '', { merge: 'atomic' }),
  bindingFailureConditions: field(11, omitEmpty(list(string)), '', { merge: 'atomic' }),
  allowMultipleAllocations: field(12, optional(bool), ''),
  nodeAllocatableResourceMappings: field(13, omitEmpty(dict(NodeAllocatableResourceMapping)), ''),
});
export type Device = Infer<typeof Device>;

export const CounterSet = struct('CounterSet', '', {
  name: field(1, string, ''),
  counters: field(2, omitEmpty(dict(Counter)), '', { required: true }),
});
export type CounterSet = Infer<typeof CounterSet>;

export const ResourceSliceSpec = struct('ResourceSliceSpec', '', {
  driver: field(1, string, ''),
  pool: field(2, ResourcePool, ''),
  nodeName: field(3, optional(string), ''),
  nodeSelector: field(4, optional(NodeSelector), ''),
  allNodes: field(5, optional(bool), ''),
  devices: field(6, omitEmpty(list(Device)), '', { merge: 'atomic' }),
  perDeviceNodeSelection: field(7, optional(bool), ''),
  sharedCounters: field(8, omitEmpty(list(CounterSet)), '', { merge: 'atomic' }),
});
export type ResourceSliceSpec = Infer<typeof ResourceSliceSpec>;

export const ResourceSlice = struct('ResourceSlice', '', {
  ...typeMeta,
  metadata: field(1, omitEmpty(ObjectMeta), 'Standard object metadata.'),
  spec: field(2, ResourceSliceSpec, ''),
});
export type ResourceSlice = Infer<typeof ResourceSlice>;
