/**
 * Brings one pod to what is wanted of it: looks, plans, acts, and says how things stand. It may be called at any time,
 * also by a kubelet that has just started: everything that it goes by is in the API, in the engine or on disk.
 */
import { isConflict, isNotFound } from '@wherry/api';
import { Pods, type Pod } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { describeError } from '@wherry/component';
import { StartError } from '../containers/config-error.ts';
import type { DataReader } from '../containers/environment.ts';
import type { PodRecord } from '../runtime/runtime.ts';
import type { Verdict } from '../status/picture.ts';
import { VolumeError } from '../volumes/payloads.ts';
import { hasLiveVolumes } from '../volumes/volume-kinds.ts';
import { allocatedPod } from './allocated-pod.ts';
import { DEADLINE_EXCEEDED, timeLeft } from './active-deadline.ts';
import { containerField } from './container-field.ts';
import { gracePeriodOf, killContainer, killPod, probeGraceOf } from './kill-containers.ts';
import { isOver } from './is-over.ts';
import type { StartAction } from './plan-actions.ts';
import { planPod, type PodPlan } from './plan-pod.ts';
import { wantedContainers } from './pod-containers.ts';
import type { PodContext } from './pod-context.ts';
import { factsOf } from './pod-facts.ts';
import type { PodMemory } from './pod-memory.ts';
import { removeOldAttempts, removePod } from './remove-pod.ts';
import { refOf, startSandbox, tellOfNewSandbox } from './sandboxes.ts';
import { startContainer } from './start-container.ts';
import { withNetwork } from './sandbox-network.ts';
import { resizePod } from './resize-pod.ts';
import { latest, writeStatus } from './status-writer.ts';

export interface PodSyncerOptions extends PodContext {
  readonly client: Pick<Client, 'patch' | 'delete'>;
  /** The pod as it is wanted; undefined when the API has it no more. */
  readonly find: (uid: string) => Readonly<Pod> | undefined;
  /** Why this node does not take a pod, asked before anything of it is made. */
  readonly admit: (pod: Readonly<Pod>) => Promise<Verdict | undefined>;
  /** The other pods of the node. */
  readonly others: (pod: Readonly<Pod>) => readonly Readonly<Pod>[];
  /** Told how a pod was found, so that its probes run. */
  readonly observed: (pod: Readonly<Pod>, record: PodRecord | undefined) => void;
  readonly forgotten: (uid: string) => void;
}

/** Volumes and what may have been missed are looked at again after so long. */
const RESYNC_MS = 60_000;
/** Files that show what is in the API are as old as this at most. */
const REFRESH_MS = 20_000;
/** A failed start is tried again after so long. */
const RETRY_MS = 10_000;

export class PodSyncer {
  readonly #options: PodSyncerOptions;
  readonly #memory = new Map<string, PodMemory>();

  constructor(options: PodSyncerOptions) {
    this.#options = options;
  }

  async sync(uid: string, signal: AbortSignal): Promise<{ readonly again?: number } | void> {
    const { runtime, find, admit } = this.#options;
    const record = await runtime.pod(uid);
    const found = find(uid);
    if (found === undefined) return this.#forget(uid, record);
    const memory = this.#memoryOf(uid);
    const pod = latest(found, memory);
    this.#options.observed(pod, record);
    if (pod.metadata.deletionTimestamp !== undefined || isOver(pod)) return this.#end(pod, record, { memory, signal });
    if (record === undefined && pod.status.startTime === undefined) {
      const refusal = await admit(pod);
      memory.verdict ??= refusal;
    }
    const left = timeLeft(pod, this.#options.clock.now().getTime());
    if (left <= 0) memory.verdict ??= DEADLINE_EXCEEDED;
    if (memory.verdict !== undefined) {
      const { reason, message, eventMessage = message } = memory.verdict;
      this.#options.events.record(pod, { type: 'Warning', reason, message: eventMessage });
      return this.#end(pod, record, { memory, signal });
    }
    const { again } = await this.#run(pod, record, memory, signal);
    return { again: Math.min(again, left) };
  }

  /** The node can bear a pod no longer: it ends, and does not come back. */
  evict(uid: string, verdict: Verdict): void {
    if (this.#options.find(uid) !== undefined) this.#memoryOf(uid).verdict ??= verdict;
  }

  async #run(pod: Readonly<Pod>, record: PodRecord | undefined, memory: PodMemory, signal: AbortSignal) {
    const plan = planPod({ pod, record: await withNetwork(this.#options, pod, record), probes: this.#options.probes });
    await this.#announce(pod, record, memory);
    const again = await this.#carryOut(pod, record, { plan, memory, signal });
    if (!plan.killAll && plan.stop.length === 0) {
      const { others, node } = this.#options;
      const surroundings = { others: others(pod), allocatable: node.allocatable };
      await resizePod(this.#options, { pod, record }, { memory, signal, ...surroundings });
    }
    const after = await removeOldAttempts(this.#options, pod.metadata.uid ?? '');
    this.#options.observed(pod, after);
    await writeStatus(this.#options, { pod: latest(pod, memory), record: after }, { memory });
    return { again };
  }

  /** Users see that work has begun before it is done. While the API does not answer, work goes on. */
  async #announce(pod: Readonly<Pod>, record: PodRecord | undefined, memory: PodMemory): Promise<void> {
    try {
      await writeStatus(this.#options, { pod, record }, { memory });
    } catch (error) {
      this.#options.log.info('status not written', { pod: pod.metadata.name, error: describeError(error) });
    }
  }

  async #carryOut(
    pod: Readonly<Pod>,
    record: PodRecord | undefined,
    { plan, memory, signal }: { readonly plan: PodPlan; readonly memory: PodMemory; readonly signal: AbortSignal },
  ): Promise<number> {
    const context = this.#options;
    if ((plan.startSandbox ?? 0) > 0) tellOfNewSandbox(context, pod);
    if (plan.killAll && record !== undefined)
      await killPod(context, { pod, record, graceSeconds: gracePeriodOf(pod), signal });
    await Promise.all(plan.stop.map((action) => this.#stop(pod, record, { action, signal })));
    const due = plan.start.filter((action) => this.#mayStart(pod, action, memory));
    const ready = record?.sandboxes.find(({ isReady }) => isReady);
    if (due.length === 0 && plan.startSandbox === undefined) {
      if (ready !== undefined && !plan.killAll) await this.#refresh(pod, ready, memory);
      return this.#nextTry(pod, plan);
    }
    const places = await this.#volumes(pod, plan.startSandbox === undefined ? ready : undefined, context.data.current);
    const sandbox =
      plan.startSandbox === undefined
        ? ready
        : await startSandbox(context, pod, { attempt: plan.startSandbox, places });
    if (sandbox === undefined) return RETRY_MS;
    for (const action of due) {
      const { kind, name, attempt, previousEnd } = action;
      const granted = memory.resize?.pending === undefined ? pod : allocatedPod(pod);
      const container = wantedContainers(granted).find((wanted) => wanted.container.name === name)?.container;
      if (container === undefined) continue;
      if (previousEnd !== undefined) context.backoff.next(backoffKey(pod, action), previousEnd);
      const present = (await context.runtime.pod(pod.metadata.uid ?? '')) ?? {
        pod: refOf(pod),
        sandboxes: [sandbox],
        containers: [],
      };
      try {
        await startContainer(context, { pod, container, attempt, record: present, sandbox, places, signal });
        memory.failures.delete(name);
      } catch (error) {
        if (!(error instanceof StartError)) throw error;
        memory.failures.set(name, { reason: error.reason, message: error.message });
        // Those after it wait for an init container.
        if (kind === 'init') break;
      }
    }
    return this.#nextTry(pod, plan);
  }

  /** Volumes are made before the sandbox, which holds those in memory. */
  async #volumes(pod: Readonly<Pod>, sandbox: PodRecord['sandboxes'][number] | undefined, data: DataReader) {
    const { volumes, token, node, events } = this.#options;
    try {
      return await volumes.ensure(pod, {
        facts: factsOf(pod, sandbox, node),
        data,
        token: (request) => token(pod, request),
      });
    } catch (error) {
      if (error instanceof VolumeError)
        events.record(pod, { type: 'Warning', reason: 'FailedMount', message: error.message });
      throw error;
    }
  }

  /** What containers see of the API changes while they run; when that does not work, they keep what they have. */
  async #refresh(pod: Readonly<Pod>, sandbox: PodRecord['sandboxes'][number], memory: PodMemory): Promise<void> {
    if (!hasLiveVolumes(pod)) return;
    const { resourceVersion } = pod.metadata;
    const at = this.#options.clock.monotonic();
    const { refreshed } = memory;
    if (refreshed !== undefined && refreshed.resourceVersion === resourceVersion && at - refreshed.at < REFRESH_MS)
      return;
    try {
      await this.#volumes(pod, sandbox, this.#options.data.recent);
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
    }
    memory.refreshed = { at, resourceVersion };
  }

  #mayStart(pod: Readonly<Pod>, action: StartAction, memory: PodMemory): boolean {
    const { backoff, events } = this.#options;
    const { name, previousEnd } = action;
    const wait = previousEnd === undefined ? undefined : backoff.waiting(backoffKey(pod, action), previousEnd);
    if (wait === undefined) return true;
    const { name: podName = '', namespace = '', uid = '' } = pod.metadata;
    const which = `container=${name} pod=${podName}_${namespace}(${uid})`;
    const message = `back-off ${spoken(wait.delay)} restarting failed ${which}`;
    memory.failures.set(name, { reason: 'CrashLoopBackOff', message });
    events.record(pod, {
      type: 'Warning',
      reason: 'BackOff',
      message: `Back-off restarting failed container ${name} in pod ${podName}_${namespace}(${uid})`,
      ...containerField(pod, name),
    });
    return false;
  }

  /** When the next restart is due, or what failed is to be tried again. */
  #nextTry(pod: Readonly<Pod>, plan: PodPlan): number {
    const { backoff, clock } = this.#options;
    const now = clock.now().getTime();
    const waits = plan.start.map((action) => {
      const { previousEnd } = action;
      const wait = previousEnd === undefined ? undefined : backoff.waiting(backoffKey(pod, action), previousEnd);
      return wait === undefined ? RETRY_MS : wait.until - now;
    });
    return Math.min(hasLiveVolumes(pod) ? REFRESH_MS : RESYNC_MS, ...waits);
  }

  async #stop(
    pod: Readonly<Pod>,
    record: PodRecord | undefined,
    { action, signal }: { readonly action: PodPlan['stop'][number]; readonly signal: AbortSignal },
  ) {
    const { id, name, why, message } = action;
    const found = record?.containers.find((container) => container.id === id);
    if (found === undefined) return;
    const container = wantedContainers(pod).find((wanted) => wanted.container.name === name)?.container;
    const address = record?.sandboxes[0]?.addresses[0] ?? this.#options.node.address;
    await killContainer(this.#options, {
      pod,
      found,
      address,
      message,
      graceSeconds: probeGraceOf(pod, container, why),
      signal,
    });
  }

  /** The pod is over, or is to be: nothing of it may run on. When it was deleted, the API is told that it has ended. */
  async #end(
    pod: Readonly<Pod>,
    record: PodRecord | undefined,
    { memory, signal }: { readonly memory: PodMemory; readonly signal: AbortSignal },
  ) {
    const { runtime, network, client } = this.#options;
    const uid = pod.metadata.uid ?? '';
    const graceSeconds = memory.verdict?.graceSeconds ?? gracePeriodOf(pod);
    if (record !== undefined) {
      await this.#announce(pod, record, memory);
      await killPod(this.#options, { pod, record, graceSeconds, signal });
    }
    network.release({ uid });
    const after = await runtime.pod(uid);
    await writeStatus(this.#options, { pod: latest(pod, memory), record: after }, { memory, isTerminal: true });
    if (pod.metadata.deletionTimestamp === undefined) return;
    // What is left of it goes when the API has let it go: until then people may read its logs.
    const { namespace = '', name = '' } = pod.metadata;
    try {
      await client.delete(Pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }

  /** The API has it no more. */
  async #forget(uid: string, record: PodRecord | undefined): Promise<void> {
    await removePod(this.#options, uid, record);
    this.#memory.delete(uid);
    this.#options.forgotten(uid);
  }

  #memoryOf(uid: string): PodMemory {
    const memory = this.#memory.get(uid) ?? { failures: new Map() };
    this.#memory.set(uid, memory);
    return memory;
  }
}

const backoffKey = ({ metadata }: Readonly<Pod>, { name, hash }: StartAction) =>
  `${metadata.uid ?? ''}/${name}/${hash}`;

/** As Go prints a duration: `10s`, `1m20s`, `5m0s`. */
function spoken(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
