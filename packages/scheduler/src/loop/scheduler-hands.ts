/** What the scheduler does in the API: binds pods, evicts victims, and tells pods why they wait. */
import { isInternalError, isServiceUnavailable } from '@wherry/api';
import { Pods, type Pod } from '@wherry/api/core-v1';
import {
  backoffAfter,
  ConnectionError,
  placeOfKey,
  type Client,
  type EventRecorder,
  type Lister,
} from '@wherry/client';
import type { Clock, Log } from '@wherry/component';
import type { Cluster } from '../cluster/cluster.ts';
import type { Chosen } from '../decide.ts';
import { PodInfo } from '../pods/pod-info.ts';
import { evict } from '../preemption/evict.ts';
import type { Victims } from '../preemption/victims.ts';
import { podStatusPatch, type StatusChange } from '../status/pod-status-patch.ts';
import type { AssumedStorage } from '../volumes/assumed-storage.ts';
import { bindVolumes, type BindVolumesOptions } from '../volumes/bind-volumes.ts';
import type { Failure, Hands } from './scheduling-loop.ts';

export interface SchedulerHandsOptions {
  readonly client: Client;
  readonly cluster: Cluster;
  readonly storage: AssumedStorage;
  readonly pods: Lister<Pod>;
  /** One for each name that this scheduler goes by. */
  readonly recorders: ReadonlyMap<string, EventRecorder>;
  readonly onStorageChange: BindVolumesOptions['onChange'];
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** The longest note of an event. */
const MOST_NOTE = 1024;
const RETRY = { first: 200, most: 10_000 };
const MOST_TRIES = 6;

export class SchedulerHands implements Hands {
  readonly #options: SchedulerHandsOptions;
  /** Pods for which others are being evicted. */
  readonly #preempting = new Set<string>();

  constructor(options: SchedulerHandsOptions) {
    this.#options = options;
  }

  isPreempting(uid: string): boolean {
    return this.#preempting.has(uid);
  }

  async bind(pod: PodInfo, { node, volumes }: Chosen): Promise<void> {
    const { client } = this.#options;
    if (volumes !== undefined && volumes.bindings.length + volumes.provisions.length > 0) {
      await this.#bindVolumes(pod, { node, volumes });
    }
    const { namespace, name } = placeOfKey(pod.key);
    const metadata = { ...(namespace === undefined ? {} : { namespace }), name, uid: pod.uid };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata, target: { kind: 'Node', name: node.name } };
    try {
      await client.post(Pods, { ...placeOfKey(pod.key), subresource: 'binding' }, binding);
    } catch (cause) {
      if (cause instanceof ConnectionError && (await this.#hasBound(pod, node.name)))
        return this.#tellBound(pod, node.name);
      throw new Error(`running Bind plugin "DefaultBinder": ${messageOf(cause)}`, { cause });
    }
    this.#tellBound(pod, node.name);
  }

  async preempt(pod: PodInfo, victims: Victims): Promise<void> {
    const { client, cluster, clock } = this.#options;
    const recorder = this.#recorderOf(pod);
    if (recorder === undefined) return;
    const displaced = cluster.nominations
      .on(victims.node.name)
      .filter(({ uid, priority }) => uid !== pod.uid && priority < pod.priority);
    for (const { uid } of displaced) cluster.nominations.delete(uid);
    this.#preempting.add(pod.uid);
    try {
      await evict(pod, victims, { client, recorder, clock, displaced });
    } finally {
      this.#preempting.delete(pod.uid);
    }
  }

  report(pod: PodInfo, { reason, message, nominatedNode }: Failure): void {
    const note = message.length <= MOST_NOTE ? message : `${message.slice(0, MOST_NOTE - 4)} ...`;
    this.#recorderOf(pod)?.record(pod.subject, { type: 'Warning', reason: 'FailedScheduling', message: note });
    if (pod.isTerminating) return;
    const condition = { type: 'PodScheduled', status: 'False', reason, message };
    const change = nominatedNode === undefined ? { condition } : { condition, nominatedNodeName: nominatedNode };
    this.#writeStatusInTime(pod, change).catch((error: unknown) => {
      // The next try says it again.
      this.#options.log.info('could not write the status of a pod', { pod: pod.key, error: messageOf(error) });
    });
  }

  current(pod: PodInfo): PodInfo | undefined {
    const found = this.#options.pods.get(pod.key);
    if (found === undefined || found.metadata.uid !== pod.uid || (found.spec.nodeName ?? '') !== '') return undefined;
    return found === pod.pod ? pod : new PodInfo(found);
  }

  async #bindVolumes(
    pod: PodInfo,
    { node, volumes }: Pick<Chosen, 'node'> & { volumes: NonNullable<Chosen['volumes']> },
  ): Promise<void> {
    const { client, storage, clock, onStorageChange, signal } = this.#options;
    const assumed = storage.assume(volumes, node.name);
    try {
      // It takes a while: others should know where the pod is to go.
      await this.#writeStatus(pod, { nominatedNodeName: node.name });
      await bindVolumes(assumed, { client, storage, clock, node, onChange: onStorageChange, signal });
    } catch (cause) {
      throw new Error(`running PreBind plugin "VolumeBinding": ${messageOf(cause)}`, { cause });
    } finally {
      storage.forget(assumed);
    }
  }

  #tellBound(pod: PodInfo, nodeName: string): void {
    const message = `Successfully assigned ${pod.key} to ${nodeName}`;
    this.#recorderOf(pod)?.record(pod.subject, { type: 'Normal', reason: 'Scheduled', message });
  }

  /** Nobody answered: the room must not be given to another pod before it is known what became of the binding. */
  async #hasBound(pod: PodInfo, nodeName: string): Promise<boolean> {
    const { client, clock, signal } = this.#options;
    for (let failures = 1; ; failures++) {
      await clock.sleep(backoffAfter(failures, RETRY), signal);
      try {
        const { metadata, spec } = await client.get(Pods, placeOfKey(pod.key), { signal });
        return metadata.uid === pod.uid && spec.nodeName === nodeName;
      } catch (error) {
        if (!(error instanceof ConnectionError)) return false;
      }
    }
  }

  /** A server that is just being restarted should not leave users without a reason. */
  async #writeStatusInTime(pod: PodInfo, change: StatusChange): Promise<void> {
    const { clock, signal } = this.#options;
    for (let failures = 1; ; failures++) {
      const current = this.current(pod);
      if (current === undefined) return;
      try {
        return await this.#writeStatus(current, change);
      } catch (error) {
        const isPassing = error instanceof ConnectionError || isServiceUnavailable(error) || isInternalError(error);
        if (!isPassing || failures === MOST_TRIES) throw error;
        await clock.sleep(backoffAfter(failures, RETRY), signal);
      }
    }
  }

  async #writeStatus(pod: PodInfo, change: StatusChange): Promise<void> {
    const { client, clock } = this.#options;
    const body = podStatusPatch(pod.pod, change, clock.now());
    if (body === undefined) return;
    await client.patch(Pods, { ...placeOfKey(pod.key), subresource: 'status' }, { type: 'strategic', body });
  }

  #recorderOf({ schedulerName }: PodInfo): EventRecorder | undefined {
    return this.#options.recorders.get(schedulerName);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
