/**
 * What a StatefulSet does next. By default one thing at a time: pods come in the order of their numbers, each when all
 * before it are available; they go in the opposite order; and only when their number is right are they updated, the
 * highest first. With `Parallel` pods come and go as they may, but updates keep to the order.
 */
import { scaledIntOrPercent } from '@wherry/api';
import type { StatefulSet } from '@wherry/api/apps-v1';
import type { PersistentVolumeClaim, Pod } from '@wherry/api/core-v1';
import { isPodAvailable, isPodEnded, isPodReady } from '../../pods/pod-state.ts';
import { REVISION_LABEL } from '../../revisions/revision-plan.ts';
import { hasOwners, isStaleClaim } from './claim-owners.ts';
import { claimNames, hasIdentity, hasStorage, isInRange, ordinalOf, podName, startOf } from './identity.ts';

export interface StatefulObserved {
  /** The names of the revisions before and after the update that is under way; the same when there is none. */
  readonly current: string;
  readonly update: string;
  readonly pods: readonly Readonly<Pod>[];
  /** A claim of the set's namespace. */
  readonly claim: (name: string) => Readonly<PersistentVolumeClaim> | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type StatefulAction =
  | { readonly kind: 'create'; readonly ordinal: number; readonly revision: string }
  /** Gives a pod that waits for them the claims that it lacks. */
  | { readonly kind: 'claims'; readonly pod: Readonly<Pod> }
  /** Gives a pod its labels, volumes and claims, and the claims their owners. */
  | { readonly kind: 'mend'; readonly pod: Readonly<Pod> }
  /** Gives the claims of a pod that is too many their owners. */
  | { readonly kind: 'retain'; readonly pod: Readonly<Pod> }
  | { readonly kind: 'delete'; readonly pod: Readonly<Pod>; readonly forUpdate: boolean };

/** One number of the set: its pod, or the revision of which its pod would be. */
interface Replica {
  readonly ordinal: number;
  readonly pod: Readonly<Pod> | undefined;
  readonly revision: string;
}

/** The actions, in their order; a later one only when those before it have succeeded. */
export function planStateful(set: Readonly<StatefulSet>, observed: StatefulObserved): readonly StatefulAction[] {
  if (set.metadata.deletionTimestamp !== undefined) return [];
  const context = new Context(set, observed);
  const actions: StatefulAction[] = [];
  const isBlocked = context.planReplicas(actions) || context.planCondemned(actions);
  if (!isBlocked && set.spec.updateStrategy.type !== 'OnDelete') actions.push(...context.planUpdate());
  return actions;
}

class Context {
  readonly #set: Readonly<StatefulSet>;
  readonly #observed: StatefulObserved;
  readonly #replicas: readonly Replica[];
  /** Pods with numbers beyond the wanted ones, highest first. */
  readonly #condemned: readonly Readonly<Pod>[];
  readonly #isOrdered: boolean;

  constructor(set: Readonly<StatefulSet>, observed: StatefulObserved) {
    this.#set = set;
    this.#observed = observed;
    this.#isOrdered = set.spec.podManagementPolicy !== 'Parallel';
    const numbered = observed.pods.filter((pod) => ordinalOf(pod) >= 0);
    const byOrdinal = new Map(numbered.map((pod) => [ordinalOf(pod), pod]));
    this.#replicas = Array.from({ length: set.spec.replicas ?? 1 }, (_, index) => {
      const ordinal = startOf(set) + index;
      const pod = byOrdinal.get(ordinal);
      const revision = pod === undefined ? newRevision(set, observed, index) : revisionOf(pod);
      return { ordinal, pod, revision };
    });
    this.#condemned = numbered
      .filter((pod) => !isInRange(set, ordinalOf(pod)))
      .toSorted((a, b) => ordinalOf(b) - ordinalOf(a));
  }

  /** Returns whether what follows has to wait. */
  planReplicas(actions: StatefulAction[]): boolean {
    for (const replica of this.#replicas) {
      const isWaiting = this.#planReplica(replica, actions);
      if (isWaiting && this.#isOrdered) return true;
    }
    return false;
  }

  #planReplica({ ordinal, pod, revision }: Replica, actions: StatefulAction[]): boolean {
    if (pod === undefined) {
      if (!this.#hasStaleClaim(ordinal)) actions.push({ kind: 'create', ordinal, revision });
      return true;
    }
    if (isPodEnded(pod)) {
      // Pods of a set never end for good; the next one can come when this one is gone.
      if (!isTerminating(pod)) actions.push({ kind: 'delete', pod, forUpdate: false });
      return true;
    }
    if (pod.status.phase === 'Pending' && this.#lacksClaims(pod)) actions.push({ kind: 'claims', pod });
    if (this.#isOrdered && this.#isUnavailable(pod)) return true;
    if (!hasIdentity(pod) || !hasStorage(this.#set, pod) || !this.#hasClaimOwners(pod)) {
      actions.push({ kind: 'mend', pod });
    }
    return false;
  }

  /** Returns whether what follows has to wait. */
  planCondemned(actions: StatefulAction[]): boolean {
    for (const pod of this.#condemned) if (!this.#hasClaimOwners(pod)) actions.push({ kind: 'retain', pod });
    if (!this.#isOrdered) {
      const going = this.#condemned.filter((pod) => !isTerminating(pod));
      actions.push(...going.map((pod) => ({ kind: 'delete', pod, forUpdate: false }) as const));
      return false;
    }
    const [pod] = this.#condemned;
    if (pod === undefined) return false;
    // One that is ill does not keep itself from going, but it keeps those above it.
    const lowestIll = this.#condemned.findLast((candidate) => this.#isUnavailable(candidate));
    const mayGo = !isTerminating(pod) && (!this.#isUnavailable(pod) || pod === lowestIll);
    if (mayGo) actions.push({ kind: 'delete', pod, forUpdate: false });
    return true;
  }

  planUpdate(): StatefulAction[] {
    const { rollingUpdate } = this.#set.spec.updateStrategy;
    const { partition = 0, maxUnavailable = 1 } = rollingUpdate ?? {};
    const total = this.#replicas.length;
    const most = Math.max(1, scaledIntOrPercent(maxUnavailable, { total, roundUp: true }));
    const downward = this.#replicas.slice(partition).toReversed();
    const pods = most === 1 ? this.#nextToUpdate(downward) : this.#severalToUpdate(downward, most);
    return pods.map((pod) => ({ kind: 'delete', pod, forUpdate: true }));
  }

  /** The highest that is not updated, unless one above it is not available yet. */
  #nextToUpdate(downward: readonly Replica[]): Readonly<Pod>[] {
    for (const { pod, revision } of downward) {
      if (pod === undefined) return [];
      if (revision !== this.#observed.update && !isTerminating(pod)) return [pod];
      if (this.#isUnavailable(pod)) return [];
    }
    return [];
  }

  /** As many as may be unavailable. In a parallel set those go first, and whatever the limit, that are so already. */
  #severalToUpdate(downward: readonly Replica[], most: number): Readonly<Pod>[] {
    const unavailable = this.#replicas.filter(({ pod }) => pod === undefined || this.#isUnavailable(pod)).length;
    const left = Math.max(0, most - unavailable);
    const old = downward.flatMap(({ pod, revision }) =>
      pod !== undefined && revision !== this.#observed.update && !isTerminating(pod) ? [pod] : [],
    );
    if (this.#isOrdered) return old.slice(0, left);
    const ill = old.filter((pod) => this.#isUnavailable(pod));
    return [...ill, ...old.filter((pod) => !ill.includes(pod)).slice(0, left)];
  }

  #isUnavailable(pod: Readonly<Pod>): boolean {
    const { minReadySeconds } = this.#set.spec;
    const isRunning = pod.status.phase === 'Running' && isPodReady(pod);
    return isTerminating(pod) || !isRunning || !isPodAvailable(pod, { minReadySeconds, now: this.#observed.now });
  }

  #claimsOf(ordinal: number): (Readonly<PersistentVolumeClaim> | undefined)[] {
    return [...claimNames(this.#set, ordinal).values()].map((name) => this.#observed.claim(name));
  }

  #hasStaleClaim(ordinal: number): boolean {
    const name = podName(this.#set, ordinal);
    return this.#claimsOf(ordinal).some((claim) => claim !== undefined && isStaleClaim(this.#set, name, claim));
  }

  #lacksClaims(pod: Readonly<Pod>): boolean {
    return this.#claimsOf(ordinalOf(pod)).includes(undefined);
  }

  #hasClaimOwners(pod: Readonly<Pod>): boolean {
    return this.#claimsOf(ordinalOf(pod)).every((claim) => claim === undefined || hasOwners(this.#set, pod, claim));
  }
}

/** Numbers below the partition, or not reached by the update yet, come back as they were. */
function newRevision({ spec, status }: Readonly<StatefulSet>, { current, update }: StatefulObserved, index: number) {
  const { type, rollingUpdate } = spec.updateStrategy;
  if (type !== 'RollingUpdate') return update;
  const kept = rollingUpdate === undefined ? (status.currentReplicas ?? 0) : (rollingUpdate.partition ?? 0);
  return index < kept ? current : update;
}

export function revisionOf({ metadata }: Readonly<Pod>): string {
  return metadata.labels?.[REVISION_LABEL] ?? '';
}

function isTerminating({ metadata }: Readonly<Pod>): boolean {
  return metadata.deletionTimestamp !== undefined;
}
