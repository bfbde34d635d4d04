import { ContainerImage } from './container.ts';
import { AttachedVolume, ConfigMapNodeConfigSource } from './volume-source.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NodeAllocatableResourceClaimStatus = struct('NodeAllocatableResourceClaimStatus', '', {
  resourceClaimName: field(1, string, ''),
  containers: field(2, omitEmpty(list(string)), '', { merge: 'set' }),
  resources: field(3, dict(quantity), ''),
});
export type NodeAllocatableResourceClaimStatus = Infer<typeof NodeAllocatableResourceClaimStatus>;

export const NodeConfigSource = struct('NodeConfigSource', '', {
  configMap: field(2, optional(ConfigMapNodeConfigSource), ''),
});
export type NodeConfigSource = Infer<typeof NodeConfigSource>;

export const NodeCondition = struct('NodeCondition', '', {
  type: field(1, string, ''),
  status: field(2, string, ''),
  lastHeartbeatTime: field(3, omitEmpty(time), ''),
  lastTransitionTime: field(4, omitEmpty(time), ''),
  reason: field(5, omitEmpty(string), ''),
  message: field(6, omitEmpty(string), ''),
});
export type NodeCondition = Infer<typeof NodeCondition>;

export const NodeAddress = struct('NodeAddress', '', {
  type: field(1, string, ''),
  address: field(2, string, ''),
});
export type NodeAddress = Infer<typeof NodeAddress>;

export const DaemonEndpoint = struct('DaemonEndpoint', '', {
  Port: field(1, int32, ''),
});
export type DaemonEndpoint = Infer<typeof DaemonEndpoint>;

export const NodeDaemonEndpoints = struct('NodeDaemonEndpoints', '', {
  kubeletEndpoint: field(1, omitEmpty(DaemonEndpoint), ''),
});
export type NodeDaemonEndpoints = Infer<typeof NodeDaemonEndpoints>;

export const NodeSwapStatus = struct('NodeSwapStatus', '', {
  capacity: field(1, optional(int64), ''),
});
export type NodeSwapStatus = Infer<typeof NodeSwapStatus>;

export const NodeSystemInfo = struct('NodeSystemInfo', '', {
  machineID: field(1, string, ''),
  systemUUID: field(2, string, ''),
  bootID: field(3, string, ''),
  kernelVersion: field(4, string, ''),
  osImage: field(5, string, ''),
  containerRuntimeVersion: field(6, string, ''),
  kubeletVersion: field(7, string, ''),
  kubeProxyVersion: field(8, string, ''),
  operatingSystem: field(9, string, ''),
  architecture: field(10, string, ''),
  swap: field(11, optional(NodeSwapStatus), ''),
});
export type NodeSystemInfo = Infer<typeof NodeSystemInfo>;

export const NodeConfigStatus = struct('NodeConfigStatus', '', {
  assigned: field(1, optional(NodeConfigSource), ''),
  active: field(2, optional(NodeConfigSource), ''),
  lastKnownGood: field(3, optional(NodeConfigSource), ''),
  error: field(4, omitEmpty(string), ''),
});
export type NodeConfigStatus = Infer<typeof NodeConfigStatus>;

export const NodeRuntimeHandlerFeatures = struct('NodeRuntimeHandlerFeatures', '', {
  recursiveReadOnlyMounts: field(1, optional(bool), ''),
  userNamespaces: field(2, optional(bool), ''),
});
export type NodeRuntimeHandlerFeatures = Infer<typeof NodeRuntimeHandlerFeatures>;

export const NodeRuntimeHandler = struct('NodeRuntimeHandler', '', {
  name: field(1, string, '', { required: false }),
  features: field(2, optional(NodeRuntimeHandlerFeatures), ''),
});
export type NodeRuntimeHandler = Infer<typeof NodeRuntimeHandler>;

export const NodeFeatures = struct('NodeFeatures', '', {
  supplementalGroupsPolicy: field(1, optional(bool), ''),
});
export type NodeFeatures = Infer<typeof NodeFeatures>;

export const NodePhase = oneOf('Pending', 'Running', 'Terminated');
export type NodePhase = Infer<typeof NodePhase>;

export const NodeStatus = struct('NodeStatus', '', {
  capacity: field(1, omitEmpty(dict(quantity)), ''),
  allocatable: field(2, omitEmpty(dict(quantity)), ''),
  phase: field(3, omitEmpty(NodePhase), ''),
  conditions: field(4, omitEmpty(list(NodeCondition)), '', { patch: 'merge', mergeKey: 'type', mapKeys: ['type'] }),
  addresses: field(5, omitEmpty(list(NodeAddress)), '', { patch: 'merge', mergeKey: 'type', mapKeys: ['type'] }),
  daemonEndpoints: field(6, omitEmpty(NodeDaemonEndpoints), ''),
  nodeInfo: field(7, omitEmpty(NodeSystemInfo), ''),
  images: field(8, omitEmpty(list(ContainerImage)), '', { merge: 'atomic' }),
  volumesInUse: field(9, omitEmpty(list(string)), '', { merge: 'atomic' }),
  volumesAttached: field(10, omitEmpty(list(AttachedVolume)), '', { merge: 'atomic' }),
  config: field(11, optional(NodeConfigStatus), ''),
  runtimeHandlers: field(12, omitEmpty(list(NodeRuntimeHandler)), '', { merge: 'atomic' }),
  features: field(13, optional(NodeFeatures), ''),
  declaredFeatures: field(14, omitEmpty(list(string)), '', { merge: 'atomic' }),
});
export type NodeStatus = Infer<typeof NodeStatus>;
