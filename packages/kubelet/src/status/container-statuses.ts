/** What is known of the containers of a pod. Pure. */
import { formatTime } from '@wherry/api';
import { isSidecar, type Container, type ContainerState, type ContainerStatus } from '@wherry/api/core-v1';
import { isToStart, newest, wantedContainers, type ContainerKind } from '../pods/pod-containers.ts';
import { isToResize } from '../pods/plan-resize.ts';
import type { ContainerRecord } from '../runtime/runtime.ts';
import type { PodPicture } from './picture.ts';

export interface ContainerStatuses {
  readonly init: ContainerStatus[];
  readonly main: ContainerStatus[];
  readonly ephemeral: ContainerStatus[];
}

/** In the order of the spec, as init containers stand; the others by name, as the server has always shown them. */
export function containerStatuses(picture: PodPicture): ContainerStatuses {
  const of = (kind: ContainerKind) =>
    wantedContainers(picture.pod)
      .filter((wanted) => wanted.kind === kind)
      .map(({ container }) => statusOf(picture, kind, container));
  const byName = (a: ContainerStatus, b: ContainerStatus) => (a.name < b.name ? -1 : 1);
  return { init: of('init'), main: of('main').toSorted(byName), ephemeral: of('ephemeral').toSorted(byName) };
}

function statusOf(picture: PodPicture, kind: ContainerKind, container: Readonly<Container>): ContainerStatus {
  const { record, failures } = picture;
  const old = oldStatuses(picture, kind).find(({ name }) => name === container.name);
  const found = newest(record, container.name);
  const status = found === undefined ? unseen(picture, container, old) : seen(picture, container, found);
  const failure = failures.get(container.name);
  const mayWait = kind === 'ephemeral' ? found === undefined : isWaiting(picture, { kind, container, found });
  if (failure !== undefined && mayWait) {
    if (status.state.terminated !== undefined) status.lastState = status.state;
    status.state = { waiting: { ...failure } };
  }
  if (found === undefined && kind === 'init') assumeDone(picture, container, status);
  return withReadiness(picture, { kind, container, found }, status);
}

/** A container beside the newest that there is of it. */
interface Pair {
  readonly kind: ContainerKind;
  readonly container: Readonly<Container>;
  readonly found: ContainerRecord | undefined;
}

function isWaiting({ pod }: PodPicture, { kind, container, found }: Pair): boolean {
  const isDone =
    kind === 'init' && found?.state.type === 'exited' && found.state.exitCode === 0 && !isSidecar(container);
  return !isDone && isToStart(pod, container, found);
}

function oldStatuses({ pod: { status } }: PodPicture, kind: ContainerKind): readonly ContainerStatus[] {
  if (kind === 'init') return status.initContainerStatuses ?? [];
  return (kind === 'main' ? status.containerStatuses : status.ephemeralContainerStatuses) ?? [];
}

/** A container of which there is no trace: it waits, unless what was said of it before tells that it has ended. */
function unseen(
  { pod }: PodPicture,
  container: Readonly<Container>,
  old: ContainerStatus | undefined,
): ContainerStatus {
  if (old?.state.terminated !== undefined) return structuredClone(old);
  const hasInit = (pod.spec.initContainers?.length ?? 0) > 0;
  const status: ContainerStatus = {
    ...base(container),
    state: { waiting: { reason: hasInit ? 'PodInitializing' : 'ContainerCreating' } },
    lastState: old?.lastState ?? {},
    restartCount: old?.restartCount ?? 0,
  };
  if (old?.state.running === undefined || status.lastState.terminated !== undefined) return status;
  // It has run, so it must have ended; nobody saw how.
  status.lastState = {
    terminated: {
      reason: 'ContainerStatusUnknown',
      message: 'The container could not be located when the pod was deleted.  The container used to be Running',
      exitCode: 137,
    },
  };
  if (pod.metadata.deletionTimestamp === undefined) status.restartCount += 1;
  return status;
}

function seen(picture: PodPicture, container: Readonly<Container>, found: ContainerRecord): ContainerStatus {
  const before = picture.record?.containers.filter(({ name }) => name === container.name)[1];
  return {
    ...base(container),
    state: stateOf(found, picture),
    lastState: before === undefined ? {} : stateOf(before, picture),
    restartCount: found.attempt,
    image: found.image,
    imageID: found.imageId,
    containerID: containerId(found),
    ...resourcesOf(picture, container, found),
    ...userOf(picture, found),
  };
}

function userOf({ users }: PodPicture, { id }: ContainerRecord): Pick<ContainerStatus, 'user'> {
  const linux = users?.get(id);
  return linux === undefined ? {} : { user: { linux } };
}

/** A container whose resources were changed has what it had before, until the change has been made. */
function resourcesOf(
  { pod }: PodPicture,
  container: Readonly<Container>,
  found: ContainerRecord,
): Pick<ContainerStatus, 'allocatedResources' | 'resources'> {
  const olds = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
  const old = olds.find((status) => status.containerID === containerId(found));
  const { allocatedResources, resources } = old ?? {};
  if (resources !== undefined && isToResize(pod, container, found))
    return { resources, ...(allocatedResources === undefined ? {} : { allocatedResources }) };
  const { requests } = container.resources;
  return { resources: container.resources, ...(requests === undefined ? {} : { allocatedResources: requests }) };
}

function base({ name, image = '', volumeMounts = [] }: Readonly<Container>): ContainerStatus {
  return {
    name,
    state: {},
    lastState: {},
    ready: false,
    restartCount: 0,
    image,
    imageID: '',
    ...(volumeMounts.length === 0 ? {} : { volumeMounts: volumeMounts.map(mountStatus) }),
  };
}

function mountStatus({ name, mountPath, readOnly }: NonNullable<Container['volumeMounts']>[number]) {
  return { name, mountPath, ...(readOnly === true ? { readOnly, recursiveReadOnly: 'Disabled' as const } : {}) };
}

function containerId({ id, imageId }: ContainerRecord): string {
  const runtime = imageId.slice(0, imageId.indexOf('://')).replace(/-pullable$/, '');
  return `${runtime}://${id}`;
}

function stateOf(found: ContainerRecord, { messages }: PodPicture): ContainerState {
  const { state } = found;
  switch (state.type) {
    case 'created':
      return { waiting: {} };
    case 'running':
      return { running: { startedAt: formatTime(state.startedAt) } };
    case 'exited': {
      const message = messages.get(found.id) ?? state.message;
      const terminated = {
        exitCode: state.exitCode,
        reason: state.reason,
        ...(message === '' ? {} : { message }),
        startedAt: formatTime(state.startedAt),
        finishedAt: formatTime(state.finishedAt),
        containerID: containerId(found),
      };
      return { terminated };
    }
  }
}

/** An init container that was cleaned away has done its work if a main container has come after it. */
function assumeDone({ pod, record }: PodPicture, container: Readonly<Container>, status: ContainerStatus): void {
  const isPast = pod.spec.containers.some(({ name }) => newest(record, name) !== undefined);
  if (!isPast || isSidecar(container) || status.state.waiting === undefined) return;
  status.state = {
    terminated: {
      reason: 'Completed',
      message:
        'Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally',
      exitCode: 0,
    },
  };
}

/** A container has started when its startup probe says so, and is ready when its readiness probe does. */
function withReadiness(
  { probes }: PodPicture,
  { kind, container, found }: Pair,
  status: ContainerStatus,
): ContainerStatus {
  if (kind === 'ephemeral') return status;
  const runs = status.state.running !== undefined && found !== undefined;
  const passes = (probe: 'startup' | 'readiness') => {
    const isAsked = (probe === 'startup' ? container.startupProbe : container.readinessProbe) !== undefined;
    return !isAsked || (found !== undefined && probes.get(found.id, probe) === 'success');
  };
  const started = runs && passes('startup');
  const isRegularInit = kind === 'init' && !isSidecar(container);
  const ready = isRegularInit ? status.state.terminated?.exitCode === 0 : started && passes('readiness');
  return { ...status, started, ready };
}
