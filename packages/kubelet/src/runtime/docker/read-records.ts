/** What the engine says of its containers, as the kubelet's records. Pure. */
import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode';
import type { ContainerRecord, ContainerRunState, ImageRecord, PodRecord, SandboxRecord } from '../runtime.ts';
import {
  ADDRESSES,
  ATTEMPT,
  CONTAINER_NAME,
  HASH,
  IMAGE,
  IMAGE_DIGEST,
  NETWORK,
  podOf,
  SANDBOX_ID,
  TYPE,
  type Labels,
} from './labels.ts';

/** Puts containers together to pods, in the order of their uids. */
export function readPods(inspected: readonly ContainerInspectInfo[]): PodRecord[] {
  const pods = new Map<
    string,
    { readonly pod: PodRecord['pod']; sandboxes: SandboxRecord[]; containers: ContainerRecord[] }
  >();
  for (const info of inspected) {
    const labels: Labels = info.Config.Labels;
    const pod = podOf(labels);
    const known = pods.get(pod.uid) ?? { pod, sandboxes: [], containers: [] };
    pods.set(pod.uid, known);
    if (labels[TYPE] === 'podsandbox') known.sandboxes.push(readSandbox(info));
    else known.containers.push(readContainer(info));
  }
  for (const { sandboxes, containers } of pods.values()) {
    sandboxes.sort(newestFirst);
    containers.sort(newestFirst);
  }
  return [...pods.values()].toSorted((a, b) => (a.pod.uid < b.pod.uid ? -1 : 1));
}

export function readSandbox(info: ContainerInspectInfo): SandboxRecord {
  const labels: Labels = info.Config.Labels;
  return {
    id: info.Id,
    attempt: Number(labels[ATTEMPT] ?? 0),
    isReady: info.State.Running,
    createdAt: Date.parse(info.Created),
    addresses: (labels[ADDRESSES] ?? '').split(',').filter((address) => address !== ''),
    network: labels[NETWORK] === 'host' ? 'host' : 'pod',
    ...(info.State.Running ? { pid: info.State.Pid } : {}),
  };
}

export function readContainer(info: ContainerInspectInfo): ContainerRecord {
  const labels: Labels = info.Config.Labels;
  return {
    id: info.Id,
    sandboxId: labels[SANDBOX_ID] ?? '',
    name: labels[CONTAINER_NAME] ?? '',
    attempt: Number(labels[ATTEMPT] ?? 0),
    hash: labels[HASH] ?? '',
    image: labels[IMAGE] ?? '',
    imageId: imageIdOf(info),
    createdAt: Date.parse(info.Created),
    state: readState(info),
    resources: readResources(info),
  };
}

/** What Kubernetes' runtimes say of a container that could not be started; the engine has codes of its own for it. */
const START_ERROR = 128;

function readState({ State: state, Created: created }: ContainerInspectInfo): ContainerRunState {
  if (state.Running || state.Paused) return { type: 'running', startedAt: Date.parse(state.StartedAt), pid: state.Pid };
  const finishedAt = Date.parse(state.FinishedAt);
  if (finishedAt > 0) {
    const reason = state.OOMKilled ? 'OOMKilled' : state.ExitCode === 0 ? 'Completed' : 'Error';
    const startedAt = Date.parse(state.StartedAt);
    return { type: 'exited', startedAt, finishedAt, exitCode: state.ExitCode, reason, message: state.Error };
  }
  if (state.ExitCode === 0) return { type: 'created' };
  // It never ran, and the engine left the code of its attempt to start it.
  const at = Date.parse(created);
  return {
    type: 'exited',
    startedAt: 0,
    finishedAt: at,
    exitCode: START_ERROR,
    reason: 'StartError',
    message: state.Error,
  };
}

/** As Kubernetes on Docker has always shown it. */
function imageIdOf({ Config: { Labels: labels }, Image: id }: ContainerInspectInfo): string {
  const digest = labels[IMAGE_DIGEST];
  return digest === undefined ? `docker://${id}` : `docker-pullable://${digest}`;
}

function readResources({ HostConfig: { CpuShares = 0, CpuQuota = 0, Memory = 0 } }: ContainerInspectInfo) {
  return {
    ...(CpuShares === 0 ? {} : { cpuShares: CpuShares }),
    ...(CpuQuota <= 0 ? {} : { cpuQuota: CpuQuota }),
    ...(Memory === 0 ? {} : { memoryBytes: Memory }),
  };
}

export function readImage(info: ImageInspectInfo): ImageRecord {
  return {
    id: info.Id,
    tags: info.RepoTags ?? [],
    digests: info.RepoDigests ?? [],
    sizeBytes: info.Size,
    user: info.Config.User ?? '',
  };
}

function newestFirst(a: { createdAt: number; attempt: number }, b: { createdAt: number; attempt: number }): number {
  return b.createdAt - a.createdAt || b.attempt - a.attempt;
}
