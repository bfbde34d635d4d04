/** Says in the API how a pod is: looks for what its containers have left to say, and writes what has changed. */
import { isConflict, isNotFound } from '@wherry/api';
import { Pods, type Pod } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import type { PodRecord } from '../runtime/runtime.ts';
import { podStatus } from '../status/pod-status.ts';
import { statusPatch } from '../status/status-patch.ts';
import { containerUsers } from './container-users.ts';
import { lastWords } from './last-words.ts';
import type { PodContext } from './pod-context.ts';
import type { PodMemory } from './pod-memory.ts';

export interface StatusWriting {
  readonly memory: PodMemory;
  /** The pod has been told to end and has: nothing will start again. @default false */
  readonly isTerminal?: boolean;
}

export async function writeStatus(
  context: PodContext & { readonly client: Pick<Client, 'patch'> },
  { pod, record }: { readonly pod: Readonly<Pod>; readonly record: PodRecord | undefined },
  { memory, isTerminal = false }: StatusWriting,
): Promise<void> {
  const { client, probes, clock, node } = context;
  const { failures, verdict, resize } = memory;
  const picture = {
    pod,
    record,
    probes,
    failures,
    isTerminal,
    messages: await lastWords(context, pod, record),
    users: await containerUsers(context.runtime, pod, record),
    // A pod that was given up is not over before its containers are.
    verdict: isTerminal ? verdict : undefined,
    resize,
    hostAddress: node.address,
    now: clock.now().getTime(),
  };
  const { uid = '', namespace = '', name = '' } = pod.metadata;
  const body = statusPatch(uid, pod.status, podStatus(picture));
  if (body === undefined) return;
  try {
    const place = { namespace, name, subresource: 'status' };
    const { status, metadata } = await client.patch(Pods, place, { type: 'strategic', body });
    memory.written = { resourceVersion: metadata.resourceVersion, status };
  } catch (error) {
    // It is gone, or another one has its name: the informer will say so.
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}

/** The pod with the status that was written last, as long as the informer shows an older one. */
export function latest(pod: Readonly<Pod>, { written }: PodMemory): Readonly<Pod> {
  if (written === undefined) return pod;
  const isNewer = Number(written.resourceVersion) > Number(pod.metadata.resourceVersion);
  return isNewer ? { ...pod, status: written.status } : pod;
}
