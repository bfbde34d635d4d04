/** What a kubelet reports about its node. */
import { ContainerImage } from './container.ts';
import { AttachedVolume, ConfigMapNodeConfigSource } from './volume-source.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const NodeConfigSource = struct('NodeConfigSource', 'Removed feature: a source of kubelet settings.', {
  configMap: field(2, optional(ConfigMapNodeConfigSource), 'The ConfigMap with the settings.'),
});
export type NodeConfigSource = Infer<typeof NodeConfigSource>;

export const NodeCondition = struct('NodeCondition', 'One aspect of the state of a node.', {
  type: field(1, string, 'Which aspect: Ready, MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastHeartbeatTime: field(3, omitEmpty(time), 'When it was last reported.'),
  lastTransitionTime: field(4, omitEmpty(time), 'When the status last changed.'),
  reason: field(5, omitEmpty(string), 'Why it last changed: one CamelCase word.'),
  message: field(6, omitEmpty(string), 'Why it last changed: a sentence for people.'),
});
export type NodeCondition = Infer<typeof NodeCondition>;

export const NodeAddress = struct('NodeAddress', 'One address or name of a node.', {
  type: field(1, string, 'Hostname, InternalIP, ExternalIP, InternalDNS or ExternalDNS.'),
  address: field(2, string, 'The address or name.'),
});
export type NodeAddress = Infer<typeof NodeAddress>;

export const DaemonEndpoint = struct('DaemonEndpoint', 'Where a process on the node listens.', {
  Port: field(1, int32, 'Port number.'),
});
export type DaemonEndpoint = Infer<typeof DaemonEndpoint>;

export const NodeDaemonEndpoints = struct('NodeDaemonEndpoints', 'Where the processes of the node listen.', {
  kubeletEndpoint: field(1, omitEmpty(DaemonEndpoint), 'Where the kubelet listens.'),
});
export type NodeDaemonEndpoints = Infer<typeof NodeDaemonEndpoints>;

export const NodeSwapStatus = struct('NodeSwapStatus', 'Swap memory of a node.', {
  capacity: field(1, optional(int64), 'Size in bytes.'),
});
export type NodeSwapStatus = Infer<typeof NodeSwapStatus>;

export const NodeSystemInfo = struct('NodeSystemInfo', 'Identity and software versions of a node.', {
  machineID: field(1, string, 'Identity of the machine, from /etc/machine-id.'),
  systemUUID: field(2, string, 'Identity of the hardware, as its firmware gives it.'),
  bootID: field(3, string, 'Identity of the current boot; a new one after each restart.'),
  kernelVersion: field(4, string, 'Version of the kernel, as uname -r shows it.'),
  osImage: field(5, string, 'Name of the operating system, from /etc/os-release.'),
  containerRuntimeVersion: field(6, string, 'Name and version of the container runtime, such as docker://28.0.0.'),
  kubeletVersion: field(7, string, 'Version of the kubelet.'),
  kubeProxyVersion: field(8, string, 'Deprecated: was the version of kube-proxy.'),
  operatingSystem: field(9, string, 'The kind of operating system, such as linux.'),
  architecture: field(10, string, 'The kind of processor, such as amd64.'),
  swap: field(11, optional(NodeSwapStatus), 'Swap memory of the node.'),
});
export type NodeSystemInfo = Infer<typeof NodeSystemInfo>;

export const NodeConfigStatus = struct('NodeConfigStatus', 'Removed feature: state of kubelet settings.', {
  assigned: field(1, optional(NodeConfigSource), 'Settings that the node was told to use.'),
  active: field(2, optional(NodeConfigSource), 'Settings that the node uses.'),
  lastKnownGood: field(3, optional(NodeConfigSource), 'Settings to go back to when the assigned ones fail.'),
  error: field(4, omitEmpty(string), 'Why the assigned settings are not in use.'),
});
export type NodeConfigStatus = Infer<typeof NodeConfigStatus>;

export const NodeRuntimeHandlerFeatures = struct('NodeRuntimeHandlerFeatures', 'What a runtime handler can do.', {
  recursiveReadOnlyMounts: field(1, optional(bool), 'It can make mounts read-only recursively.'),
  userNamespaces: field(2, optional(bool), 'It can give pods user namespaces, with volumes.'),
});
export type NodeRuntimeHandlerFeatures = Infer<typeof NodeRuntimeHandlerFeatures>;

export const NodeRuntimeHandler = struct('NodeRuntimeHandler', 'One way in which the node can run containers.', {
  name: field(1, string, 'Name of the handler; empty for the default one.', { required: false }),
  features: field(2, optional(NodeRuntimeHandlerFeatures), 'What it can do.'),
});
export type NodeRuntimeHandler = Infer<typeof NodeRuntimeHandler>;

export const NodeFeatures = struct('NodeFeatures', 'What the container runtime of a node can do, whichever handler.', {
  supplementalGroupsPolicy: field(1, optional(bool), 'It honours the supplementalGroupsPolicy of pods.'),
});
export type NodeFeatures = Infer<typeof NodeFeatures>;

export const NodePhase = oneOf('Pending', 'Running', 'Terminated');
export type NodePhase = Infer<typeof NodePhase>;

export const NodeStatus = struct('NodeStatus', 'What a kubelet reports about its node.', {
  capacity: field(1, omitEmpty(dict(quantity)), 'All that the node has of each resource.'),
  allocatable: field(2, omitEmpty(dict(quantity)), 'What pods can have of each resource. The capacity when absent.'),
  phase: field(3, omitEmpty(NodePhase), 'Deprecated and unused.'),
  conditions: field(4, omitEmpty(list(NodeCondition)), 'Aspects of its state, by type.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  addresses: field(5, omitEmpty(list(NodeAddress)), 'Addresses and names under which it can be reached.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  daemonEndpoints: field(6, omitEmpty(NodeDaemonEndpoints), 'Where its processes listen.'),
  nodeInfo: field(7, omitEmpty(NodeSystemInfo), 'Its identity and software versions.'),
  images: field(8, omitEmpty(list(ContainerImage)), 'Container images that it holds.', { merge: 'atomic' }),
  volumesInUse: field(9, omitEmpty(list(string)), 'Attachable volumes that its pods have mounted.', {
    merge: 'atomic',
  }),
  volumesAttached: field(10, omitEmpty(list(AttachedVolume)), 'Volumes attached to it.', { merge: 'atomic' }),
  config: field(11, optional(NodeConfigStatus), 'Removed feature: state of kubelet settings.'),
  runtimeHandlers: field(12, omitEmpty(list(NodeRuntimeHandler)), 'Ways in which it can run containers.', {
    merge: 'atomic',
  }),
  features: field(13, optional(NodeFeatures), 'What its container runtime can do.'),
});
export type NodeStatus = Infer<typeof NodeStatus>;
