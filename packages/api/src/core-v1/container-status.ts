import { Signal } from './probe.ts';
import { ResourceRequirements, ResourceStatus } from './resource-requirements.ts';
import { VolumeMountStatus } from './volume-mount.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ContainerStateWaiting = struct('ContainerStateWaiting', '', {
  reason: field(1, omitEmpty(string), ''),
  message: field(2, omitEmpty(string), ''),
});
export type ContainerStateWaiting = Infer<typeof ContainerStateWaiting>;

export const ContainerStateRunning = struct('ContainerStateRunning', '', {
  startedAt: field(1, omitEmpty(time), ''),
});
export type ContainerStateRunning = Infer<typeof ContainerStateRunning>;

export const ContainerStateTerminated = struct('ContainerStateTerminated', '', {
  exitCode: field(1, int32, ''),
  signal: field(2, omitEmpty(int32), ''),
  reason: field(3, omitEmpty(string), ''),
  message: field(4, omitEmpty(string), ''),
  startedAt: field(5, omitEmpty(time), ''),
  finishedAt: field(6, omitEmpty(time), ''),
  containerID: field(7, omitEmpty(string), ''),
});
export type ContainerStateTerminated = Infer<typeof ContainerStateTerminated>;

export const ContainerState = struct('ContainerState', '', {
  waiting: field(1, optional(ContainerStateWaiting), ''),
  running: field(2, optional(ContainerStateRunning), ''),
  terminated: field(3, optional(ContainerStateTerminated), ''),
});
export type ContainerState = Infer<typeof ContainerState>;

export const LinuxContainerUser = struct('LinuxContainerUser', '', {
  uid: field(1, int64, ''),
  gid: field(2, int64, ''),
  supplementalGroups: field(3, omitEmpty(list(int64)), '', { merge: 'atomic' }),
});
export type LinuxContainerUser = Infer<typeof LinuxContainerUser>;

export const ContainerUser = struct('ContainerUser', '', {
  linux: field(1, optional(LinuxContainerUser), ''),
});
export type ContainerUser = Infer<typeof ContainerUser>;

export const ContainerStatus = struct('ContainerStatus', '', {
  name: field(1, string, ''),
  state: field(2, omitEmpty(ContainerState), ''),
  lastState: field(3, omitEmpty(ContainerState), ''),
  ready: field(4, bool, ''),
  restartCount: field(5, int32, ''),
  image: field(6, string, ''),
  imageID: field(7, string, ''),
  containerID: field(8, omitEmpty(string), ''),
  started: field(9, optional(bool), ''),
  allocatedResources: field(10, omitEmpty(dict(quantity)), ''),
  resources: field(11, optional(ResourceRequirements), ''),
  volumeMounts: field(12, omitEmpty(list(VolumeMountStatus)), '', {
    patch: 'merge',
    mergeKey: 'mountPath',
    mapKeys: ['mountPath'],
  }),
  user: field(13, optional(ContainerUser), ''),
  allocatedResourcesStatus: field(14, omitEmpty(list(ResourceStatus)), '', {
    patch: 'merge',
    mergeKey: 'name',
    mapKeys: ['name'],
  }),
  stopSignal: field(15, optional(Signal), ''),
});
export type ContainerStatus = Infer<typeof ContainerStatus>;
