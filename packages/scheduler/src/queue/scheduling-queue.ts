/**
 * The pods that wait for a node. Each is in one place: `active`, to be tried now; one of two backoff heaps, to be left
 * alone for a while; or `unschedulable`, until something happens that one of the filters which refused it cares about.
 */
import type { Clock, Timer } from '@wherry/component';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterEvent } from '../cluster/cluster-event.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import type { Profile } from '../profile.ts';
import { Heap } from './heap.ts';
import {
  backoffUntil,
  isBackingOff,
  isServedBefore,
  queuedPod,
  WINDOW_MS,
  type Gate,
  type QueuedPod,
} from './queued-pod.ts';

export interface SchedulingQueueOptions {
  readonly clock: Clock;
  readonly profile: Pick<Profile, 'filters'>;
  readonly cluster: Cluster;
  /** Whether pods are being evicted for a pod, by its uid. */
  readonly isPreempting: (uid: string) => boolean;
  /** Called when there may be something to pop. */
  readonly onReady: () => void;
}

/** A pod that nothing happened for is tried again anyway. */
const LEFTOVER_AFTER_MS = 300_000;
const LEFTOVER_EVERY_MS = 30_000;
const NONE: ReadonlySet<string> = new Set();

export class SchedulingQueue {
  readonly #options: SchedulingQueueOptions;
  readonly #active = new Heap<QueuedPod>(isServedBefore);
  /** Something has happened for these since they were refused. */
  readonly #backoff = new Heap<QueuedPod>(leavesBefore);
  /** Trying these ended with an error: waiting protects the server. */
  readonly #errorBackoff = new Heap<QueuedPod>((one, other) => backoffUntil(one) < backoffUntil(other));
  readonly #unschedulable = new Map<string, QueuedPod>();
  #backoffTimer: Timer | undefined;
  #leftoverTimer: Timer | undefined;

  constructor(options: SchedulingQueueOptions) {
    this.#options = options;
  }

  get sizes(): {
    readonly active: number;
    readonly backoff: number;
    readonly unschedulable: number;
    readonly gated: number;
  } {
    const gated = [...this.#unschedulable.values()].filter(({ gate }) => gate !== undefined).length;
    return {
      active: this.#active.size,
      backoff: this.#backoff.size + this.#errorBackoff.size,
      unschedulable: this.#unschedulable.size - gated,
      gated,
    };
  }

  add(pod: PodInfo): void {
    this.delete(pod.key);
    this.#activate(queuedPod(pod, this.#now()));
  }

  /** A waiting pod has changed. */
  update(old: PodInfo, now: PodInfo): void {
    for (const heap of [this.#active, this.#backoff, this.#errorBackoff]) {
      const waiting = heap.delete(now.key);
      if (waiting === undefined) continue;
      waiting.pod = now;
      return heap.set(waiting);
    }
    const refused = this.#unschedulable.get(now.key);
    if (refused === undefined || refused.pod.uid !== now.uid) return this.add(now);
    refused.pod = now;
    if (refused.gate === 'SchedulingGates') {
      if (this.#gateOf(now) === undefined) this.#activate(refused);
    } else if (this.#isWorthATry(refused, { what: 'self', old, now })) this.#requeue(refused);
  }

  delete(key: string): void {
    this.#active.delete(key);
    this.#backoff.delete(key);
    this.#errorBackoff.delete(key);
    this.#unschedulable.delete(key);
  }

  /** The next pod to try. When there is nothing else to do, pods need not wait for their time. */
  pop(): QueuedPod | undefined {
    const next = this.#active.pop() ?? this.#backoff.pop();
    if (next === undefined) return undefined;
    next.attempts += 1;
    next.rejectors = NONE;
    next.gate = undefined;
    next.isOwed = false;
    return next;
  }

  /** Takes back a pod that found no node; `plugins` are the filters that refused it, none after an error. */
  failed(queued: QueuedPod, { pod, plugins }: { readonly pod: PodInfo; readonly plugins: ReadonlySet<string> }): void {
    queued.pod = pod;
    queued.since = this.#now();
    queued.rejectors = plugins;
    if (plugins.size > 0) {
      queued.refusals += 1;
      queued.errors = 0;
      this.#unschedulable.set(queued.key, queued);
      this.#armLeftovers();
    } else {
      queued.errors += 1;
      this.#errorBackoff.set(queued);
      this.#armBackoff();
    }
  }

  /** Something happened: whoever it may help comes back, after its time of backing off. */
  happened(event: ClusterEvent, mayHelp: (pod: PodInfo) => boolean = () => true): void {
    for (const queued of this.#unschedulable.values()) {
      if (queued.gate === 'SchedulingGates' || !mayHelp(queued.pod)) continue;
      if (this.#isWorthATry(queued, event)) this.#requeue(queued);
    }
  }

  /** The evictions for a pod are done: what happened meanwhile counts now. After a failure it is tried at once. */
  preempted(key: string, { hasFailed }: { readonly hasFailed: boolean }): void {
    const queued = this.#unschedulable.get(key);
    if (queued === undefined || queued.gate === 'SchedulingGates') return;
    if (hasFailed) this.#activate(queued);
    else if (queued.isOwed) this.#requeue(queued);
  }

  stop(): void {
    this.#backoffTimer?.cancel();
    this.#leftoverTimer?.cancel();
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }

  #gateOf(pod: PodInfo): Gate | undefined {
    if ((pod.pod.spec.schedulingGates ?? []).length > 0) return 'SchedulingGates';
    return this.#options.isPreempting(pod.uid) ? 'DefaultPreemption' : undefined;
  }

  #isWorthATry({ pod, rejectors }: QueuedPod, event: ClusterEvent): boolean {
    if (event.what === 'time' || rejectors.size === 0) return true;
    const { profile, cluster } = this.#options;
    return profile.filters.some((filter) => rejectors.has(filter.name) && filter.wakes(pod, event, cluster));
  }

  #requeue(queued: QueuedPod): void {
    if (!isBackingOff(queued, this.#now())) return this.#activate(queued);
    if (this.#holdBack(queued)) return;
    this.#unschedulable.delete(queued.key);
    this.#backoff.set(queued);
    this.#armBackoff();
    // When nothing else is to be done it may be tried at once.
    this.#options.onReady();
  }

  #activate(queued: QueuedPod): void {
    if (this.#holdBack(queued)) return;
    this.#unschedulable.delete(queued.key);
    this.#active.set(queued);
    this.#options.onReady();
  }

  /** Keeps a gated pod among the unschedulable ones. */
  #holdBack(queued: QueuedPod): boolean {
    queued.gate = this.#gateOf(queued.pod);
    if (queued.gate === undefined) return false;
    queued.isOwed = true;
    this.#unschedulable.set(queued.key, queued);
    this.#armLeftovers();
    return true;
  }

  #armBackoff(): void {
    const next = Math.min(...[this.#backoff.peek(), this.#errorBackoff.peek()].map(leavesAt));
    this.#backoffTimer?.cancel();
    if (next === Number.POSITIVE_INFINITY) return;
    const wait = Math.max(1, next - this.#now());
    this.#backoffTimer = this.#options.clock.after(wait, () => this.#flushBackoff());
  }

  #flushBackoff(): void {
    for (const heap of [this.#backoff, this.#errorBackoff]) {
      for (let first = heap.peek(); first !== undefined && !isBackingOff(first, this.#now()); first = heap.peek()) {
        heap.delete(first.key);
        this.#activate(first);
      }
    }
    this.#armBackoff();
  }

  #armLeftovers(): void {
    this.#leftoverTimer ??= this.#options.clock.after(LEFTOVER_EVERY_MS, () => {
      this.#leftoverTimer = undefined;
      this.#flushLeftovers();
      if (this.#unschedulable.size > 0) this.#armLeftovers();
    });
  }

  #flushLeftovers(): void {
    const now = this.#now();
    for (const queued of this.#unschedulable.values()) {
      const isLeftOver = queued.gate !== 'SchedulingGates' && now - queued.since > LEFTOVER_AFTER_MS;
      if (isLeftOver) this.#requeue(queued);
    }
  }
}

/** Windows pass one after the other; who leaves in the same one leaves in order of service. */
function leavesBefore(one: QueuedPod, other: QueuedPod): boolean {
  const [first, second] = [backoffUntil(one), backoffUntil(other)];
  return first === second ? isServedBefore(one, other) : first < second;
}

const leavesAt = (queued: QueuedPod | undefined): number =>
  queued === undefined ? Number.POSITIVE_INFINITY : backoffUntil(queued) + WINDOW_MS;
