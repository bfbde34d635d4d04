/**
 * Keeps the number of equal pods that a ReplicaSet or ReplicationController asks for. The two kinds differ in name only,
 * so there is one control loop for both; what differs is a `ReplicaKind`.
 */
import type { LabelMatcher } from '@wherry/api';
import type { ReplicaSetStatus } from '@wherry/api/apps-v1';
import { Pods, type Pod } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import type { KubeObject, Resource } from '@wherry/api/resources';
import {
  changesOf,
  keyOf,
  ownersOf,
  type Client,
  type Controller,
  type EventRecorder,
  type Informer,
  type Result,
} from '@wherry/client';
import { describeError, type Clock } from '@wherry/component';
import { claimObjects } from '../ownership/claim.ts';
import { controllerOf } from '../ownership/controller-ref.ts';
import { orphansOf } from '../ownership/orphans-of.ts';
import { planReplicas, replicaStatus, type ReplicaSpec } from '../plans/replicas.ts';
import { Expectations } from '../pods/expectations.ts';
import { OwnWrites } from '../own-writes.ts';
import { podControl, type PodControl } from '../pods/pod-control.ts';
import { podFromTemplate } from '../pods/pod-from-template.ts';
import { isPodActive, isPodTerminating, nextAvailability } from '../pods/pod-state.ts';
import { slowStart } from '../pods/slow-start.ts';

/** What the loop needs to know of an object of either kind. */
export interface ReplicaView {
  readonly spec: ReplicaSpec;
  readonly selector: LabelMatcher;
  readonly status: Readonly<ReplicaSetStatus>;
}

export interface ReplicaKind<T extends KubeObject> {
  readonly name: string;
  readonly resource: Resource<T>;
  /** Undefined for an object that says nothing of its pods. */
  view(set: Readonly<T>): ReplicaView | undefined;
  withStatus(set: Readonly<T>, status: ReplicaSetStatus): T;
  /** Whether its status counts the pods that are being deleted. */
  readonly countsTerminating: boolean;
}

export interface ReplicaControlOptions<T extends KubeObject> {
  readonly kind: ReplicaKind<T>;
  readonly client: Client;
  readonly sets: Informer<T>;
  readonly pods: Informer<Pod>;
  readonly events: EventRecorder;
  readonly clock: Clock;
}

export function replicaController<T extends KubeObject>(options: ReplicaControlOptions<T>): Controller {
  const { kind, client, sets, pods, events, clock } = options;
  const expectations = new Expectations({ pods, clock });
  const control = new ReplicaControl({
    ...options,
    expectations,
    writes: new OwnWrites({ picture: sets, clock }),
    podControl: podControl({ client, events, expectations }),
  });
  return {
    name: kind.name,
    workers: 5,
    sources: [
      changesOf(sets),
      ownersOf(pods, kind.resource.kind),
      orphansOf(pods, sets, (set) => kind.view(set)?.selector),
    ],
    reconcile: (key) => control.reconcile(key),
  };
}

interface Parts<T extends KubeObject> extends ReplicaControlOptions<T> {
  readonly expectations: Expectations;
  readonly writes: OwnWrites;
  readonly podControl: PodControl;
}

/** One object and its pods at the time of a look. */
interface Look<T> {
  readonly set: Readonly<T>;
  readonly view: ReplicaView;
  readonly pods: readonly Readonly<Pod>[];
  readonly terminating: number;
}

class ReplicaControl<T extends KubeObject> {
  readonly #parts: Parts<T>;

  constructor(parts: Parts<T>) {
    this.#parts = parts;
  }

  async reconcile(key: string): Promise<Result | void> {
    const { sets, kind, expectations, writes } = this.#parts;
    const set = sets.get(key);
    if (set === undefined) {
      writes.forget(key);
      return expectations.forget(key);
    }
    if (!writes.areSeen(key)) return;
    const view = kind.view(set);
    if (view === undefined) return;
    // Asked before the pods are looked at: what comes in meanwhile can only be more.
    const isUpToDate = expectations.areMet(key);
    const look = await this.#look(set, view);
    const mayAct = isUpToDate && set.metadata.deletionTimestamp === undefined;
    const failure = mayAct ? await this.#act(look) : undefined;
    await this.#updateStatus(look, failure);
    if (failure !== undefined) throw failure.error;
    return this.#nextLook(look);
  }

  async #look(set: Readonly<T>, view: ReplicaView): Promise<Look<T>> {
    const { client, pods, kind } = this.#parts;
    const own = pods.by('owner', set.metadata.uid ?? '');
    const { selector } = view;
    const claimed = await claimObjects({
      client,
      owner: set,
      ownerResource: kind.resource,
      selector,
      resource: Pods,
      objects: [...own, ...pods.by('orphans', set.metadata.namespace ?? '')].filter(isPodActive),
    });
    const going = own.filter((pod) => isPodTerminating(pod) && selector.matches(pod.metadata.labels ?? {}));
    return { set, view, pods: claimed, terminating: going.length };
  }

  async #act(look: Look<T>): Promise<{ readonly error: unknown } | undefined> {
    const { set, view, pods } = look;
    const { kind, clock, podControl: control } = this.#parts;
    const related = this.#relatedPods(set);
    const plan = planReplicas(view.spec.replicas, { pods, related, now: clock.now().getTime() });
    try {
      const { template } = view.spec;
      const pod = podFromTemplate({ template, owner: set, ownerResource: kind.resource });
      await slowStart(plan.create, async () => {
        await control.create(set, pod);
      });
      const deletions = await Promise.allSettled(plan.delete.map((surplus) => control.delete(set, surplus)));
      const failed = deletions.find((deletion) => deletion.status === 'rejected');
      return failed === undefined ? undefined : { error: failed.reason };
    } catch (error) {
      return { error };
    }
  }

  /** The pods of all sets that one owner has, such as the ReplicaSets of a Deployment. */
  #relatedPods(set: Readonly<T>): Readonly<Pod>[] {
    const { sets, pods } = this.#parts;
    const owner = controllerOf(set)?.uid;
    if (owner === undefined) return [];
    return sets.by('owner', owner).flatMap(({ metadata }) => pods.by('owner', metadata.uid ?? ''));
  }

  async #updateStatus({ set, view, pods, terminating }: Look<T>, failure?: { readonly error: unknown }): Promise<void> {
    const { client, kind, clock, writes } = this.#parts;
    const status = replicaStatus(view.spec, view.status, {
      pods,
      now: clock.now().getTime(),
      ...(kind.countsTerminating ? { terminating } : {}),
      ...(failure === undefined ? {} : { failure: describeError(failure.error) }),
    });
    if (semanticEqual(status, view.status)) return;
    writes.wrote(keyOf(set), await client.updateStatus(kind.resource, kind.withStatus(set, status)));
  }

  #nextLook({ view, pods }: Look<T>): Result {
    const { minReadySeconds } = view.spec;
    const wait = nextAvailability(pods, { minReadySeconds, now: this.#parts.clock.now().getTime() });
    return wait === undefined ? {} : { again: wait };
  }
}
