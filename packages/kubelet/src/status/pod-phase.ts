/** Where a pod is in its life, from what is known of its containers. Pure. */
import {
  isSidecar,
  shouldRestart,
  type Container,
  type ContainerStatus,
  type Pod,
  type PodPhase,
} from '@wherry/api/core-v1';
import { newest } from '../pods/pod-containers.ts';
import type { PodPicture } from './picture.ts';

/** The end of a container, also while it waits to be started again. */
function endOf({ state, lastState }: ContainerStatus): number | undefined {
  return (state.terminated ?? (state.waiting === undefined ? undefined : lastState.terminated))?.exitCode;
}

export function podPhase(picture: PodPicture, statuses: readonly ContainerStatus[]): PodPhase {
  const { pod, isTerminal } = picture;
  const statusOf = ({ name }: Readonly<Container>) => statuses.find((status) => status.name === name);
  const initContainers = pod.spec.initContainers ?? [];
  const init = regularInit(pod, initContainers, statusOf);
  if (init.isFailed) return 'Failed';
  const counts = count(pod, [...initContainers.filter(isSidecar), ...pod.spec.containers], statusOf);
  if (init.isPending || (counts.pendingSidecars > 0 && !hasBegun(picture)) || counts.waiting > 0) return 'Pending';
  if (counts.unknown > 0) return 'Pending';
  if (counts.running > 0) return 'Running';
  if (counts.stopped === 0) return 'Pending';
  if (!isTerminal && counts.restarting > 0) return 'Running';
  return counts.stopped === counts.succeeded ? 'Succeeded' : 'Failed';
}

type Find = (container: Readonly<Container>) => ContainerStatus | undefined;

function regularInit(pod: Readonly<Pod>, containers: readonly Container[], statusOf: Find) {
  let isPending = false;
  let isFailed = false;
  for (const container of containers.filter((candidate) => !isSidecar(candidate))) {
    const status = statusOf(container);
    const exitCode = status === undefined ? undefined : endOf(status);
    if (exitCode === undefined) isPending = true;
    else if (exitCode !== 0 && !shouldRestart(container, pod.spec, exitCode)) isFailed = true;
  }
  return { isPending, isFailed };
}

function count(pod: Readonly<Pod>, containers: readonly Container[], statusOf: Find) {
  const counts = { unknown: 0, running: 0, waiting: 0, stopped: 0, restarting: 0, succeeded: 0, pendingSidecars: 0 };
  for (const container of containers) {
    const status = statusOf(container);
    const exitCode = status === undefined ? undefined : endOf(status);
    if (status === undefined) counts.unknown += 1;
    else if (status.state.running !== undefined) {
      counts.running += 1;
      if (isSidecar(container) && status.started !== true) counts.pendingSidecars += 1;
    } else if (exitCode === undefined) {
      counts.waiting += 1;
      if (isSidecar(container)) counts.pendingSidecars += 1;
    } else if (!isSidecar(container)) {
      // How sidecars have ended says nothing about the pod.
      counts.stopped += 1;
      if (exitCode === 0) counts.succeeded += 1;
      if (shouldRestart(container, pod.spec, exitCode)) counts.restarting += 1;
    }
  }
  return counts;
}

/** Whether a main container runs or has run in the present sandbox. */
function hasBegun({ pod, record }: PodPicture): boolean {
  return pod.spec.containers.some(({ name }) => {
    const found = newest(record, name);
    return found !== undefined && found.state.type !== 'created' && found.sandboxId === record?.sandboxes[0]?.id;
  });
}
