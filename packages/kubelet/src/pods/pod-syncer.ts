/**
 * Brings one pod to what is wanted of it: looks, plans, acts, and says how things stand. It may be called at any time,
 * also by a kubelet that has just started: everything that it goes by is in the API, in the engine or on disk.
 */
import { isConflict, isNotFound } from '@wherry/api';
import { Pods, type Pod } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';
import { StartError } from '../containers/config-error.ts';
import type { PodRecord } from '../runtime/runtime.ts';
import { podStatus } from '../status/pod-status.ts';
import type { StartFailure } from '../status/picture.ts';
import { statusPatch } from '../status/status-patch.ts';
import { VolumeError } from '../volumes/payloads.ts';
import { DEADLINE_EXCEEDED, timeLeft } from './active-deadline.ts';
import { gracePeriodOf, killContainer, killPod, probeGraceOf } from './kill-containers.ts';
import { planPod, type PodPlan } from './plan-pod.ts';
import { wantedContainers } from './pod-containers.ts';
import type { PodContext } from './pod-context.ts';
import { factsOf } from './pod-facts.ts';
import { refOf, startSandbox } from './sandboxes.ts';
import { lastWords } from './last-words.ts';
import { startContainer } from './start-container.ts';
import { withNetwork } from './sandbox-network.ts';

export interface PodSyncerOptions extends PodContext {
  readonly client: Pick<Client, 'patch' | 'delete'>;
  /** The pod as it is wanted; undefined when the API has it no more. */
  readonly find: (uid: string) => Readonly<Pod> | undefined;
  /** Why this node does not take a pod, asked before anything of it is made. */
  readonly admit: (pod: Readonly<Pod>) => StartFailure | undefined;
  /** Told how a pod was found, so that its probes run. */
  readonly observed: (pod: Readonly<Pod>, record: PodRecord | undefined) => void;
  readonly forgotten: (uid: string) => void;
}

interface Memory {
  readonly failures: Map<string, StartFailure>;
  verdict?: StartFailure | undefined;
  /** What was written last: the API may be slower to show it. */
  written?: { readonly resourceVersion: string | undefined; readonly status: Pod['status'] };
}

/** Volumes and what may have been missed are looked at again after so long. */
const RESYNC_MS = 60_000;
/** A failed start is tried again after so long. */
const RETRY_MS = 10_000;
const ORPHAN_GRACE_SECONDS = 2;
/** How many ended containers of a name are kept, for their logs and their last state. */
const KEPT_ATTEMPTS = 2;

export class PodSyncer {
  readonly #options: PodSyncerOptions;
  readonly #memory = new Map<string, Memory>();

  constructor(options: PodSyncerOptions) {
    this.#options = options;
  }

  async sync(uid: string, signal: AbortSignal): Promise<{ readonly again?: number } | void> {
    const { runtime, find, admit } = this.#options;
    const record = await runtime.pod(uid);
    const found = find(uid);
    if (found === undefined) return this.#removeAll(uid, record);
    const memory = this.#memoryOf(uid);
    const pod = this.#latest(found, memory);
    this.#options.observed(pod, record);
    const isOver = pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded';
    if (pod.metadata.deletionTimestamp !== undefined || isOver) return this.#end(pod, record, { memory, signal });
    if (record === undefined && pod.status.startTime === undefined) memory.verdict ??= admit(pod);
    const left = timeLeft(pod, this.#options.clock.now().getTime());
    if (left <= 0) memory.verdict ??= DEADLINE_EXCEEDED;
    if (memory.verdict !== undefined) {
      this.#options.events.record(pod, { type: 'Warning', ...memory.verdict });
      return this.#writeStatus(pod, record, { memory, isTerminal: true });
    }
    const { again } = await this.#run(pod, record, memory, signal);
    return { again: Math.min(again, left) };
  }

  async #run(pod: Readonly<Pod>, record: PodRecord | undefined, memory: Memory, signal: AbortSignal) {
    const plan = planPod({ pod, record: await withNetwork(this.#options, pod, record), probes: this.#options.probes });
    // Users see that work has begun before it is done.
    await this.#writeStatus(pod, record, { memory });
    const again = await this.#carryOut(pod, record, { plan, memory, signal });
    const after = await this.#cleanUp(pod);
    this.#options.observed(pod, after);
    await this.#writeStatus(this.#latest(pod, memory), after, { memory });
    return { again };
  }

  async #carryOut(
    pod: Readonly<Pod>,
    record: PodRecord | undefined,
    { plan, memory, signal }: { readonly plan: PodPlan; readonly memory: Memory; readonly signal: AbortSignal },
  ): Promise<number> {
    const context = this.#options;
    if (plan.killAll && record !== undefined)
      await killPod(context, { pod, record, graceSeconds: gracePeriodOf(pod), signal });
    await Promise.all(plan.stop.map((action) => this.#stop(pod, record, { action, signal })));
    const due = plan.start.filter((action) => this.#mayStart(pod, action, memory));
    if (due.length === 0 && plan.startSandbox === undefined) return this.#nextTry(pod, plan);
    const ready = record?.sandboxes.find(({ isReady }) => isReady);
    const places = await this.#volumes(pod, plan.startSandbox === undefined ? ready : undefined);
    const sandbox =
      plan.startSandbox === undefined
        ? ready
        : await startSandbox(context, pod, { attempt: plan.startSandbox, places });
    if (sandbox === undefined) return RETRY_MS;
    for (const { kind, name, attempt, previousEnd } of due) {
      const container = wantedContainers(pod).find((wanted) => wanted.container.name === name)?.container;
      if (container === undefined) continue;
      if (previousEnd !== undefined) context.backoff.next(backoffKey(pod, name), previousEnd);
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
  async #volumes(pod: Readonly<Pod>, sandbox: PodRecord['sandboxes'][number] | undefined) {
    const { volumes, data, token, node, events } = this.#options;
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

  #mayStart(pod: Readonly<Pod>, { name, previousEnd }: PodPlan['start'][number], memory: Memory): boolean {
    const { backoff, events } = this.#options;
    const wait = previousEnd === undefined ? undefined : backoff.waiting(backoffKey(pod, name), previousEnd);
    if (wait === undefined) return true;
    const { name: podName = '', namespace = '', uid = '' } = pod.metadata;
    const which = `container=${name} pod=${podName}_${namespace}(${uid})`;
    const message = `back-off ${spoken(wait.delay)} restarting failed ${which}`;
    memory.failures.set(name, { reason: 'CrashLoopBackOff', message });
    events.record(pod, {
      type: 'Warning',
      reason: 'BackOff',
      message: `Back-off restarting failed container ${name} in pod ${podName}_${namespace}(${uid})`,
    });
    return false;
  }

  /** When the next restart is due, or what failed is to be tried again. */
  #nextTry(pod: Readonly<Pod>, plan: PodPlan): number {
    const { backoff, clock } = this.#options;
    const now = clock.now().getTime();
    const waits = plan.start.map(({ name, previousEnd }) => {
      const wait = previousEnd === undefined ? undefined : backoff.waiting(backoffKey(pod, name), previousEnd);
      return wait === undefined ? RETRY_MS : wait.until - now;
    });
    return Math.min(RESYNC_MS, ...waits);
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
    { memory, signal }: { readonly memory: Memory; readonly signal: AbortSignal },
  ) {
    const { runtime, volumes, network, client } = this.#options;
    const uid = pod.metadata.uid ?? '';
    if (record !== undefined) {
      await this.#writeStatus(pod, record, { memory });
      await killPod(this.#options, { pod, record, graceSeconds: gracePeriodOf(pod), signal });
    }
    network.release({ uid });
    const after = await runtime.pod(uid);
    await this.#writeStatus(this.#latest(pod, memory), after, { memory, isTerminal: true });
    if (pod.metadata.deletionTimestamp === undefined) return;
    await volumes.remove(uid);
    const { namespace = '', name = '' } = pod.metadata;
    try {
      await client.delete(Pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }

  /** The API has it no more: whatever there is of it goes. */
  async #removeAll(uid: string, record: PodRecord | undefined): Promise<void> {
    const { runtime, volumes, backoff, network } = this.#options;
    const containers = record?.containers ?? [];
    const running = containers.filter(({ state }) => state.type === 'running');
    await Promise.all(running.map(({ id }) => runtime.stopContainer(id, { graceSeconds: ORPHAN_GRACE_SECONDS })));
    await Promise.all(containers.map(({ id }) => runtime.removeContainer(id)));
    for (const { id } of record?.sandboxes ?? []) {
      await runtime.stopSandbox(id);
      await network.detach({ id });
      await runtime.removeSandbox(id);
    }
    network.release({ uid });
    await volumes.remove(uid);
    backoff.forget(`${uid}/`);
    this.#memory.delete(uid);
    this.#options.forgotten(uid);
  }

  /** Old attempts and sandboxes are of no use to anybody. */
  async #cleanUp(pod: Readonly<Pod>): Promise<PodRecord | undefined> {
    const { runtime } = this.#options;
    const record = await runtime.pod(pod.metadata.uid ?? '');
    if (record === undefined) return undefined;
    const seen = new Map<string, number>();
    for (const { id, name, state } of record.containers) {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      if (count > KEPT_ATTEMPTS && state.type === 'exited') await runtime.removeContainer(id);
    }
    for (const { id, isReady } of record.sandboxes.slice(1)) if (!isReady) await runtime.removeSandbox(id);
    return record;
  }

  async #writeStatus(
    pod: Readonly<Pod>,
    record: PodRecord | undefined,
    { memory, isTerminal = false }: { readonly memory: Memory; readonly isTerminal?: boolean },
  ): Promise<void> {
    const { client, probes, clock, node } = this.#options;
    const messages = await lastWords(this.#options, pod, record);
    const { failures, verdict } = memory;
    const picture = {
      pod,
      record,
      probes,
      failures,
      messages,
      isTerminal,
      verdict,
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
  #latest(pod: Readonly<Pod>, { written }: Memory): Readonly<Pod> {
    if (written === undefined) return pod;
    const isNewer = Number(written.resourceVersion) > Number(pod.metadata.resourceVersion);
    return isNewer ? { ...pod, status: written.status } : pod;
  }

  #memoryOf(uid: string): Memory {
    const memory = this.#memory.get(uid) ?? { failures: new Map() };
    this.#memory.set(uid, memory);
    return memory;
  }
}

const backoffKey = ({ metadata }: Readonly<Pod>, container: string) => `${metadata.uid ?? ''}/${container}`;

/** As Go prints a duration: `10s`, `1m20s`, `5m0s`. */
function spoken(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
