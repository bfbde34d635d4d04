/** What is known of a pod. */
import { ContainerStatus } from './container-status.ts';
import type { Infer } from '../schema/infer.ts';
import { int64, string, time } from '../schema/scalars.ts';
import { definitionsIn, field, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const PodCondition = struct('PodCondition', 'Something that is or is not so about a pod.', {
  type: field(1, string, 'What it is about: PodScheduled, Initialized, ContainersReady, Ready, or one of your own.'),
  observedGeneration: field(7, omitEmpty(int64), 'Generation of the pod of which the condition speaks.'),
  status: field(2, string, 'True, False or Unknown.'),
  lastProbeTime: field(3, omitEmpty(time), 'When it was last checked.'),
  lastTransitionTime: field(4, omitEmpty(time), 'When status last changed.'),
  reason: field(5, omitEmpty(string), 'Why, in one word.'),
  message: field(6, omitEmpty(string), 'Why, in a sentence.'),
});
export type PodCondition = Infer<typeof PodCondition>;

export const HostIP = struct('HostIP', 'An address of the node of a pod.', {
  ip: field(1, string, 'The address.'),
});
export type HostIP = Infer<typeof HostIP>;

export const PodIP = struct('PodIP', 'An address of a pod.', {
  ip: field(1, string, 'The address.'),
});
export type PodIP = Infer<typeof PodIP>;

export const PodResourceClaimStatus = struct(
  'PodResourceClaimStatus',
  'The ResourceClaim made for an entry of the spec.',
  {
    name: field(1, string, 'Name of the entry of resourceClaims in the spec.'),
    resourceClaimName: field(2, optional(string), 'Name of the ResourceClaim. Absent if none was needed.'),
  },
);
export type PodResourceClaimStatus = Infer<typeof PodResourceClaimStatus>;

export const PodPhase = oneOf('Pending', 'Running', 'Succeeded', 'Failed', 'Unknown');
export type PodPhase = Infer<typeof PodPhase>;

export const PodQOSClass = oneOf('Guaranteed', 'Burstable', 'BestEffort');
export type PodQOSClass = Infer<typeof PodQOSClass>;

export const PodResizeStatus = oneOf('InProgress', 'Deferred', 'Infeasible');
export type PodResizeStatus = Infer<typeof PodResizeStatus>;

export const PodStatus = struct('PodStatus', 'What is known of a pod; may lag behind what is so.', {
  observedGeneration: field(17, omitEmpty(int64), 'Generation of the pod of which the status speaks.'),
  phase: field(1, omitEmpty(PodPhase), 'Where it is in its life: Pending, Running, Succeeded, Failed or Unknown.'),
  conditions: field(2, omitEmpty(list(PodCondition)), 'What is so about the pod.', {
    patch: 'merge',
    mergeKey: 'type',
    mapKeys: ['type'],
  }),
  message: field(3, omitEmpty(string), 'Why it is in this state, in a sentence.'),
  reason: field(4, omitEmpty(string), 'Why it is in this state, in one word, such as Evicted.'),
  nominatedNodeName: field(11, omitEmpty(string), 'Node on which room is being made for it, or on which it may land.'),
  hostIP: field(5, omitEmpty(string), 'Address of its node.'),
  hostIPs: field(16, omitEmpty(list(HostIP)), 'Addresses of its node; the first is hostIP.', {
    patch: 'merge',
    mergeKey: 'ip',
    merge: 'atomic',
  }),
  podIP: field(6, omitEmpty(string), 'Its address.'),
  podIPs: field(12, omitEmpty(list(PodIP)), 'Its addresses, at most one of each IP family; the first is podIP.', {
    patch: 'merge',
    mergeKey: 'ip',
    mapKeys: ['ip'],
  }),
  startTime: field(7, optional(time), 'When the kubelet took it on.'),
  initContainerStatuses: field(10, omitEmpty(list(ContainerStatus)), 'What is known of its init containers.', {
    merge: 'atomic',
  }),
  containerStatuses: field(8, omitEmpty(list(ContainerStatus)), 'What is known of its containers.', {
    merge: 'atomic',
  }),
  qosClass: field(9, omitEmpty(PodQOSClass), 'Guaranteed, Burstable or BestEffort, by its requests and limits.'),
  ephemeralContainerStatuses: field(
    13,
    omitEmpty(list(ContainerStatus)),
    'What is known of its ephemeral containers.',
    { merge: 'atomic' },
  ),
  resize: field(
    14,
    omitEmpty(PodResizeStatus),
    'Deprecated: see the conditions PodResizePending and PodResizeInProgress.',
  ),
  resourceClaimStatuses: field(15, omitEmpty(list(PodResourceClaimStatus)), 'ResourceClaims made for it.', {
    patch: 'merge,retainKeys',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
});
export type PodStatus = Infer<typeof PodStatus>;
