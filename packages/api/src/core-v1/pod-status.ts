import { ContainerExtendedResourceRequest } from './container.ts';
import { ContainerStatus } from './container-status.ts';
import { ResourceRequirements } from './resource-requirements.ts';
import type { Infer } from '../schema/infer.ts';
import { int64, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const PodCondition = struct('PodCondition', '', {
  type: field(1, string, ''),
  observedGeneration: field(7, omitEmpty(int64), ''),
  status: field(2, string, ''),
  lastProbeTime: field(3, omitEmpty(time), ''),
  lastTransitionTime: field(4, omitEmpty(time), ''),
  reason: field(5, omitEmpty(string), ''),
  message: field(6, omitEmpty(string), ''),
});
export type PodCondition = Infer<typeof PodCondition>;

export const HostIP = struct('HostIP', '', {
  ip: field(1, string, ''),
});
export type HostIP = Infer<typeof HostIP>;

export const PodIP = struct('PodIP', '', {
  ip: field(1, string, ''),
});
export type PodIP = Infer<typeof PodIP>;

export const PodResourceClaimStatus = struct('PodResourceClaimStatus', '', {
  name: field(1, string, ''),
  resourceClaimName: field(2, optional(string), ''),
});
export type PodResourceClaimStatus = Infer<typeof PodResourceClaimStatus>;

export const PodExtendedResourceClaimStatus = struct('PodExtendedResourceClaimStatus', '', {
  requestMappings: field(1, list(ContainerExtendedResourceRequest), '', { merge: 'atomic' }),
  resourceClaimName: field(2, string, ''),
});
export type PodExtendedResourceClaimStatus = Infer<typeof PodExtendedResourceClaimStatus>;

export const PodPhase = oneOf('Pending', 'Running', 'Succeeded', 'Failed', 'Unknown');
export type PodPhase = Infer<typeof PodPhase>;

export const PodQOSClass = oneOf('Guaranteed', 'Burstable', 'BestEffort');
export type PodQOSClass = Infer<typeof PodQOSClass>;

export const PodResizeStatus = oneOf('InProgress', 'Deferred', 'Infeasible');
export type PodResizeStatus = Infer<typeof PodResizeStatus>;

export const PodStatus = struct('PodStatus', '', {
  observedGeneration: field(17, omitEmpty(int64), ''),
  phase: field(1, omitEmpty(PodPhase), ''),
  conditions: field(2, omitEmpty(list(PodCondition)), '', { patch: 'merge', mergeKey: 'type', mapKeys: ['type'] }),
  message: field(3, omitEmpty(string), ''),
  reason: field(4, omitEmpty(string), ''),
  nominatedNodeName: field(11, omitEmpty(string), ''),
  hostIP: field(5, omitEmpty(string), ''),
  hostIPs: field(16, omitEmpty(list(HostIP)), '', { patch: 'merge', mergeKey: 'ip', merge: 'atomic' }),
  podIP: field(6, omitEmpty(string), ''),
  podIPs: field(12, omitEmpty(list(PodIP)), '', { patch: 'merge', mergeKey: 'ip', mapKeys: ['ip'] }),
  startTime: field(7, optional(time), ''),
  initContainerStatuses: field(10, omitEmpty(list(ContainerStatus)), '', { merge: 'atomic' }),
  containerStatuses: field(8, omitEmpty(list(ContainerStatus)), '', { merge: 'atomic' }),
  qosClass: field(9, omitEmpty(PodQOSClass), ''),
  ephemeralContainerStatuses: field(13, omitEmpty(list(ContainerStatus)), '', { merge: 'atomic' }),
  resize: field(14, omitEmpty(PodResizeStatus), ''),
  resourceClaimStatuses: field(15, omitEmpty(list(PodResourceClaimStatus)), '', {
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  extendedResourceClaimStatus: field(18, optional(PodExtendedResourceClaimStatus), ''),
  allocatedResources: field(19, omitEmpty(dict(quantity)), ''),
  resources: field(20, optional(ResourceRequirements), ''),
});
export type PodStatus = Infer<typeof PodStatus>;
