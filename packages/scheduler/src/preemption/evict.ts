/** Carries a preemption out: those who were to get the room are told, then the victims are. */
import { isConflict, isNotFound } from '@wherry/api';
import { Pods } from '@wherry/api/core-v1';
import { placeOfKey, type Client, type EventRecorder } from '@wherry/client';
import type { Clock } from '@wherry/component';
import type { PodInfo } from '../pods/pod-info.ts';
import { podStatusPatch, type StatusChange } from '../status/pod-status-patch.ts';
import type { Victims } from './victims.ts';

export interface EvictOptions {
  readonly client: Pick<Client, 'patch' | 'delete'>;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  /** Less important pods that were to come to the node; they have to look elsewhere. */
  readonly displaced: readonly PodInfo[];
}

/** @throws what the API throws; whoever is left is evicted in the next try */
export async function evict(pod: PodInfo, victims: Victims, options: EvictOptions): Promise<void> {
  const { client, recorder, clock, displaced } = options;
  const write = async (other: PodInfo, change: StatusChange): Promise<void> => {
    const body = podStatusPatch(other.pod, change, clock.now());
    if (body === undefined) return;
    await client.patch(Pods, { ...placeOfKey(other.key), subresource: 'status' }, { type: 'strategic', body });
  };
  await Promise.all(displaced.map((other) => ignoreGone(write(other, { nominatedNodeName: '' }))));
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'PreemptionByScheduler',
    message: `${pod.schedulerName}: preempting to accommodate a higher priority pod`,
  };
  const going = victims.pods.filter(({ isTerminating }) => !isTerminating);
  const evictOne = async (victim: PodInfo): Promise<void> => {
    if (!(await ignoreGone(write(victim, { condition })))) return;
    const preconditions = { uid: victim.uid };
    if (!(await ignoreGone(client.delete(Pods, placeOfKey(victim.key), { preconditions })))) return;
    const message = `Preempted by pod ${pod.uid} on node ${victims.node.name}`;
    recorder.record(victim.subject, { type: 'Normal', reason: 'Preempted', message });
  };
  await Promise.all(going.map(evictOne));
}

/** False when the object is not there any more, or another has its name: then there is nothing left to do. */
async function ignoreGone(request: Promise<void>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (isNotFound(error) || isConflict(error)) return false;
    throw error;
  }
}
