/** The containers of a pod as the kubelet looks at them: what is wanted beside what there is. */
import { shouldRestart, type Container, type EphemeralContainer, type Pod } from '@wherry/api/core-v1';
import type { ContainerRecord, PodRecord } from '../runtime/runtime.ts';

export type ContainerKind = 'init' | 'main' | 'ephemeral';

export interface WantedContainer {
  readonly kind: ContainerKind;
  readonly container: Readonly<Container | EphemeralContainer>;
}

/** Init containers, containers, ephemeral containers. */
export function wantedContainers({ spec }: Readonly<Pod>): WantedContainer[] {
  return [
    ...(spec.initContainers ?? []).map((container) => ({ kind: 'init' as const, container })),
    ...spec.containers.map((container) => ({ kind: 'main' as const, container })),
    ...(spec.ephemeralContainers ?? []).map((container) => ({ kind: 'ephemeral' as const, container })),
  ];
}

/** The newest container of a name: records stand newest first. */
export function newest(record: PodRecord | undefined, name: string): ContainerRecord | undefined {
  return record?.containers.find((container) => container.name === name);
}

/** Whether a main or init container is to be started (again), going by how it ended. */
export function isToStart(
  pod: Readonly<Pod>,
  container: Readonly<Container>,
  found: ContainerRecord | undefined,
): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  if (found === undefined || found.state.type === 'created') return true;
  return found.state.type === 'exited' && shouldRestart(container, pod.spec, found.state.exitCode);
}

/** Whether a container that fails, or is made to end because it does not do its work, comes back. */
export function restartsOnFailure(pod: Readonly<Pod>, container: Readonly<Container>): boolean {
  return shouldRestart(container, pod.spec, 1);
}

/** Whether a sandbox is wanted that there is not, and which attempt it would be. */
export function sandboxNeed(
  pod: Readonly<Pod>,
  record: PodRecord | undefined,
): { readonly isNeeded: boolean; readonly attempt: number } {
  const latest = record?.sandboxes[0];
  if (latest === undefined) return { isNeeded: true, attempt: 0 };
  const ready = record?.sandboxes.filter(({ isReady }) => isReady) ?? [];
  const network = pod.spec.hostNetwork === true ? 'host' : 'pod';
  const isGood = ready.length === 1 && latest.isReady && latest.network === network;
  return isGood ? { isNeeded: false, attempt: latest.attempt } : { isNeeded: true, attempt: latest.attempt + 1 };
}
