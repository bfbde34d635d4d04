/** Which of the containers of a name a log is of, or why there is none. Pure. The words are those of Kubernetes. */
import type { ContainerStatus, Pod } from '@wherry/api/core-v1';
import type { ContainerRecord, PodRecord } from '../../runtime/runtime.ts';
import { HttpError } from '../http-error.ts';

/**
 * The engine is asked what there is: the status in the API may be behind it.
 *
 * @throws HttpError 400 with what users read
 */
export function chooseContainer(
  pod: Readonly<Pod>,
  record: PodRecord | undefined,
  { name, previous }: { readonly name: string; readonly previous: boolean },
): ContainerRecord {
  const all = record?.containers.filter((container) => container.name === name) ?? [];
  const about = `${JSON.stringify(name)} in pod ${JSON.stringify(pod.metadata.name)}`;
  const [latest] = all;
  if (previous) {
    const ended = all.filter(({ state }) => state.type === 'exited');
    // What has ended last counts as the one before only when there is another one after it.
    const found = latest?.state.type === 'exited' && !isWaiting(pod, name) ? ended[1] : ended[0];
    if (found === undefined) throw new HttpError(400, `previous terminated container ${about} not found`);
    return found;
  }
  const written = all.find(({ state }) => state.type !== 'created');
  if (written !== undefined) return written;
  const status = statusOf(pod, name);
  if (status === undefined && latest === undefined) throw new HttpError(400, `container ${about} is not available`);
  throw new HttpError(400, `container ${about} is waiting to start: ${waitingFor(status?.state.waiting?.reason)}`);
}

function waitingFor(reason: string | undefined): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  if (reason === 'ImagePullBackOff') return 'trying and failing to pull image';
  return reason ?? 'ContainerCreating';
}

/** Between two runs: the last one is then in `lastState`. */
function isWaiting(pod: Readonly<Pod>, name: string): boolean {
  return statusOf(pod, name)?.state.waiting !== undefined;
}

function statusOf({ status }: Readonly<Pod>, name: string): Readonly<ContainerStatus> | undefined {
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = status;
  return [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses].find(
    (each) => each.name === name,
  );
}
