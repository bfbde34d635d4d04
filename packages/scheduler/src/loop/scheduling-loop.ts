/**
 * The loop: next pod, decide, promise it the node, bind. Deciding is done in short stretches, so that binding, which
 * waits for the server, goes on beside it.
 */
import type { Clock, Log } from '@wherry/component';
import type { Cluster } from '../cluster/cluster.ts';
import { decide, type Chosen, type Cursor, type Refused } from '../decide.ts';
import { describeRefusal } from '../fit-error.ts';
import type { PodInfo } from '../pods/pod-info.ts';
import { planPreemption } from '../preemption/plan-preemption.ts';
import type { Victims } from '../preemption/victims.ts';
import type { Profile } from '../profile.ts';
import type { QueuedPod } from '../queue/queued-pod.ts';
import type { AttemptResult, SchedulerMetrics } from '../scheduler-metrics.ts';
import type { SchedulingQueue } from '../queue/scheduling-queue.ts';

/** What the loop has others do. */
export interface Hands {
  /** Takes a pod to the node that it has been promised. @throws what went wrong; the promise is then taken back */
  bind(pod: PodInfo, chosen: Chosen): Promise<void>;
  /** Evicts victims. @throws what the API throws */
  preempt(pod: PodInfo, victims: Victims): Promise<void>;
  /** Tells the pod and its users why it found no node. */
  report(pod: PodInfo, failure: Failure): void;
  /** The pod as the API has it now, if it still waits. */
  current(pod: PodInfo): PodInfo | undefined;
}

export interface Failure {
  readonly reason: 'Unschedulable' | 'SchedulerError';
  readonly message: string;
  /** The node on which room is made for it, empty for none; undefined when that is to stay as it is. */
  readonly nominatedNode: string | undefined;
}

export interface SchedulingLoopOptions {
  readonly cluster: Cluster;
  readonly queue: SchedulingQueue;
  readonly profile: Profile;
  readonly hands: Hands;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly metrics: SchedulerMetrics;
}

/** The longest stretch of deciding before anything else gets a turn, in milliseconds. */
const STRETCH_MS = 5;
/** As many as there are connections that stay open; more at a time only makes each of them slower. */
const MOST_BINDINGS = 16;
const NOBODY: ReadonlySet<string> = new Set();

export class SchedulingLoop {
  readonly #options: SchedulingLoopOptions;
  readonly #cursor: Cursor = { next: 0 };
  readonly #underWay = new Set<Promise<void>>();
  #isPlanned = false;
  #isStopped = false;
  #bindings = 0;

  constructor(options: SchedulingLoopOptions) {
    this.#options = options;
  }

  /** Says that there may be something to do. */
  wake(): void {
    if (this.#isPlanned || this.#isStopped) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.#stretch();
    });
  }

  /** Starts nothing more; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#underWay);
  }

  #stretch(): void {
    const { clock, queue } = this.#options;
    const end = clock.monotonic() + STRETCH_MS;
    while (!this.#isStopped && this.#bindings < MOST_BINDINGS) {
      const queued = queue.pop();
      if (queued === undefined) return;
      this.#scheduleOne(queued);
      if (clock.monotonic() >= end) return this.wake();
    }
  }

  #scheduleOne(queued: QueuedPod): void {
    const { pod } = queued;
    const { cluster, profile, random, hands, clock } = this.#options;
    if (pod.isTerminating) {
      const { namespace = '', name = '' } = pod.pod.metadata;
      const message = `skip schedule deleting pod: ${namespace}/${name}`;
      return hands.report(pod, { reason: 'SchedulerError', message, nominatedNode: undefined });
    }
    if (cluster.isAssumed(pod.uid)) return;
    const begin = clock.monotonic();
    if (cluster.nodes.length === 0) {
      this.#tried(queued, 'unschedulable', begin);
      const message = 'no nodes available to schedule pods';
      return this.#fail(queued, { reason: 'Unschedulable', message, nominatedNode: '' }, NOBODY);
    }
    try {
      const decision = decide(pod, { cluster, profile, cursor: this.#cursor, random });
      if (decision.node !== undefined) return this.#chosen(queued, decision, begin);
      this.#refused(queued, decision);
      this.#tried(queued, 'unschedulable', begin);
    } catch (error) {
      this.#tried(queued, 'error', begin);
      this.#failed(queued, error);
    }
  }

  #chosen(queued: QueuedPod, chosen: Chosen, begin: number): void {
    const { cluster, hands } = this.#options;
    cluster.assume(queued.pod, chosen.node.name);
    // Waiting for volumes takes long and costs nothing.
    const cost = isWaitingForVolumes(chosen) ? 0 : 1;
    this.#bindings += cost;
    const bound = hands
      .bind(queued.pod, chosen)
      .then(
        () => this.#tried(queued, 'scheduled', begin),
        (error: unknown) => {
          this.#tried(queued, 'error', begin);
          this.#unbound(queued, error);
        },
      )
      .finally(() => {
        this.#bindings -= cost;
        this.#underWay.delete(bound);
        this.wake();
      });
    this.#underWay.add(bound);
  }

  /** The promise is taken back, which may help others. */
  #unbound(queued: QueuedPod, error: unknown): void {
    const { cluster, queue } = this.#options;
    if (cluster.isAssumed(queued.pod.uid)) {
      cluster.forget(queued.pod.uid);
      queue.happened({ what: 'pod', old: queued.pod });
    }
    this.#failed(queued, error);
  }

  #refused(queued: QueuedPod, refusal: Refused): void {
    const { pod } = queued;
    const { cluster, random } = this.#options;
    const plan = planPreemption(pod, { cluster, refusal, random });
    const why = describeRefusal(refusal);
    if (plan.victims === undefined) {
      const nominatedNode = plan.keepsNomination ? undefined : '';
      const message = `${why} ${plan.message}`;
      return this.#fail(queued, { reason: 'Unschedulable', message, nominatedNode }, refusal.plugins);
    }
    const nominatedNode = plan.victims.node.name;
    this.#options.metrics.preempted(plan.victims.pods.length);
    this.#preempt(pod, plan.victims);
    this.#fail(queued, { reason: 'Unschedulable', message: why, nominatedNode }, refusal.plugins);
  }

  #preempt(pod: PodInfo, victims: Victims): void {
    const { hands, log, queue } = this.#options;
    const done = hands
      .preempt(pod, victims)
      .then(
        () => queue.preempted(pod.key, { hasFailed: false }),
        (error: unknown) => {
          log.error('could not make room for a pod', error, { pod: pod.key, node: victims.node.name });
          queue.preempted(pod.key, { hasFailed: true });
        },
      )
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  #tried({ pod }: QueuedPod, result: AttemptResult, begin: number): void {
    const { metrics, clock } = this.#options;
    metrics.tried({ result, profile: pod.schedulerName, ms: clock.monotonic() - begin });
  }

  #failed(queued: QueuedPod, error: unknown): void {
    if (this.#isStopped) return;
    const message = error instanceof Error ? error.message : String(error);
    this.#options.log.error('could not schedule a pod', error, { pod: queued.key });
    this.#fail(queued, { reason: 'SchedulerError', message, nominatedNode: '' }, NOBODY);
  }

  #fail(queued: QueuedPod, failure: Failure, plugins: ReadonlySet<string>): void {
    const { cluster, queue, hands } = this.#options;
    const pod = hands.current(queued.pod);
    // It is gone, or has found a node by other means.
    if (pod === undefined) return cluster.nominations.delete(queued.pod.uid);
    cluster.nominations.set(pod, failure.nominatedNode ?? pod.nominatedNode);
    queue.failed(queued, { pod, plugins });
    hands.report(pod, failure);
  }
}

const isWaitingForVolumes = ({ volumes }: Chosen): boolean =>
  volumes !== undefined && volumes.bindings.length + volumes.provisions.length > 0;
