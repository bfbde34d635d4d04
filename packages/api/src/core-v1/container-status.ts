/** What became of a container. */
import { ResourceRequirements } from './resource-requirements.ts';
import { VolumeMountStatus } from './volume-mount.ts';
import type { Infer } from '../schema/infer.ts';
import { bool, int32, int64, quantity, string, time } from '../schema/scalars.ts';
import { definitionsIn, dict, field, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.core.v1');

export const ContainerStateWaiting = struct('ContainerStateWaiting', 'A container that does not run yet.', {
  reason: field(1, omitEmpty(string), 'Why, in one word, such as ContainerCreating or CrashLoopBackOff.'),
  message: field(2, omitEmpty(string), 'Why, in a sentence.'),
});
export type ContainerStateWaiting = Infer<typeof ContainerStateWaiting>;

export const ContainerStateRunning = struct('ContainerStateRunning', 'A container that runs.', {
  startedAt: field(1, omitEmpty(time), 'When it was started last.'),
});
export type ContainerStateRunning = Infer<typeof ContainerStateRunning>;

export const ContainerStateTerminated = struct('ContainerStateTerminated', 'A container that has ended.', {
  exitCode: field(1, int32, 'Exit code of its process.'),
  signal: field(2, omitEmpty(int32), 'Number of the signal that ended it.'),
  reason: field(3, omitEmpty(string), 'Why, in one word, such as Completed, Error or OOMKilled.'),
  message: field(4, omitEmpty(string), 'What it left as its termination message.'),
  startedAt: field(5, omitEmpty(time), 'When it was started.'),
  finishedAt: field(6, omitEmpty(time), 'When it ended.'),
  containerID: field(7, omitEmpty(string), 'Its id, as <runtime>://<id>.'),
});
export type ContainerStateTerminated = Infer<typeof ContainerStateTerminated>;

export const ContainerState = struct('ContainerState', 'The state of a container: one of these, waiting if none.', {
  waiting: field(1, optional(ContainerStateWaiting), 'Set while it does not run yet.'),
  running: field(2, optional(ContainerStateRunning), 'Set while it runs.'),
  terminated: field(3, optional(ContainerStateTerminated), 'Set when it has ended.'),
});
export type ContainerState = Infer<typeof ContainerState>;

export const LinuxContainerUser = struct('LinuxContainerUser', 'The user as whom a Linux container was started.', {
  uid: field(1, int64, 'User id of its first process.'),
  gid: field(2, int64, 'Group id of its first process.'),
  supplementalGroups: field(3, omitEmpty(list(int64)), 'Further groups of its first process.', { merge: 'atomic' }),
});
export type LinuxContainerUser = Infer<typeof LinuxContainerUser>;

export const ContainerUser = struct('ContainerUser', 'The user as whom a container was started.', {
  linux: field(1, optional(LinuxContainerUser), 'Ids on Linux.'),
});
export type ContainerUser = Infer<typeof ContainerUser>;

export const ContainerStatus = struct('ContainerStatus', 'What is known of a container of a pod.', {
  name: field(1, string, 'Name of the container.'),
  state: field(2, omitEmpty(ContainerState), 'What it does now.'),
  lastState: field(3, omitEmpty(ContainerState), 'How it ended before it was started last.'),
  ready: field(4, bool, 'Whether its readiness probe passes; without a probe, whether it runs.'),
  restartCount: field(5, int32, 'How often it was restarted.'),
  image: field(6, string, 'Image that it runs; may be written differently than in the spec.'),
  imageID: field(7, string, 'Id of the image that it runs.'),
  containerID: field(8, omitEmpty(string), 'Its id, as <runtime>://<id>.'),
  started: field(9, optional(bool), 'Whether its startup probe has passed and its postStart hook is done.'),
  allocatedResources: field(10, omitEmpty(dict(quantity)), 'Requests that the node has set aside for it.'),
  resources: field(11, optional(ResourceRequirements), 'Requests and limits that it runs with.'),
  volumeMounts: field(12, omitEmpty(list(VolumeMountStatus)), 'How its volumes are mounted.', {
    patch: 'merge',
    mergeKey: 'mountPath',
    mapKeys: ['mountPath'],
  }),
  user: field(13, optional(ContainerUser), 'The user as whom its first process was started.'),
});
export type ContainerStatus = Infer<typeof ContainerStatus>;
