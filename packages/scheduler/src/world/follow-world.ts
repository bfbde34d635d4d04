/** Carries every change of the world into the cluster that decisions read, and tells the queue whom it may help. */
import type { Labels } from '@wherry/api';
import type { Namespace, Node, PersistentVolume, PersistentVolumeClaim, Pod } from '@wherry/api/core-v1';
import type { Change } from '@wherry/client';
import type { Cluster } from '../cluster/cluster.ts';
import { PodInfo } from '../pods/pod-info.ts';
import type { SchedulingQueue } from '../queue/scheduling-queue.ts';
import { mattersToPods } from './node-changes.ts';
import type { World } from './start-world.ts';

export interface FollowOptions {
  readonly cluster: Cluster;
  readonly queue: SchedulingQueue;
  /** The pods that this scheduler is to place, by their `schedulerName`. */
  readonly schedulerNames: ReadonlySet<string>;
  /** Called after every change of a claim or volume. */
  readonly onStorageChange: () => void;
}

/** Starts with everything there is; returns a function that ends it. */
export function followWorld(world: World, options: FollowOptions): () => void {
  const { queue, onStorageChange } = options;
  const { storage } = world;
  const { claims, volumes, classes, csiNodes, csiDrivers, csiCapacities, attachments } = world.storageInformers;
  const follower = new Follower(options);
  const ends = [
    world.namespaces.onChange((change) => follower.namespaceChanged(change)),
    claims.onChange(({ old, object: now }) => {
      noteStorage(now ?? old);
      queue.happened({ what: 'claim', old, now });
    }),
    volumes.onChange(({ old, object: now }) => {
      noteStorage(now ?? old);
      queue.happened({ what: 'volume', old, now });
    }),
    classes.onChange(({ old, object: now }) => queue.happened({ what: 'class', old, now })),
    csiNodes.onChange(({ old, object: now }) => queue.happened({ what: 'csi-node', old, now })),
    csiDrivers.onChange(({ old, object: now }) => queue.happened({ what: 'csi-driver', old, now })),
    csiCapacities.onChange(({ old, object: now }) => queue.happened({ what: 'csi-capacity', old, now })),
    attachments.onChange(({ old, object: now }) => queue.happened({ what: 'attachment', old, now })),
    world.nodes.onChange((change) => follower.nodeChanged(change)),
    // Last, so that no pod is tried before its surroundings are known.
    world.pods.onChange((change) => follower.podChanged(change)),
  ];
  function noteStorage(object: Readonly<PersistentVolume> | Readonly<PersistentVolumeClaim> | undefined): void {
    if (object !== undefined) storage.changed(object);
    onStorageChange();
  }
  return () => {
    for (const end of ends) end();
  };
}

class Follower {
  readonly #options: FollowOptions;

  constructor(options: FollowOptions) {
    this.#options = options;
  }

  namespaceChanged({ object, old }: Change<Namespace>): void {
    if (differ(old?.metadata.labels, object?.metadata.labels)) this.#options.cluster.counters.namespacesChanged();
  }

  nodeChanged({ object: now, old }: Change<Node>): void {
    const { cluster, queue } = this.#options;
    if (now !== undefined) cluster.setNode(now);
    if (now === undefined || old === undefined || mattersToPods(old, now)) queue.happened({ what: 'node', old, now });
    if (now === undefined && old !== undefined) cluster.removeNode(old.metadata.name ?? '');
  }

  podChanged({ object, old }: Change<Pod>): void {
    // Another pod of the same name: the old one has gone in between.
    if (object !== undefined && old !== undefined && object.metadata.uid !== old.metadata.uid) this.#podGone(old);
    const before = object?.metadata.uid === old?.metadata.uid ? old : undefined;
    if (object === undefined) return old === undefined ? undefined : this.#podGone(old);
    const now = new PodInfo(object);
    if (now.nodeName !== '') this.#podPlaced(now, before);
    else if (this.#options.schedulerNames.has(now.schedulerName)) this.#podWaits(now, before);
  }

  #podPlaced(now: PodInfo, before: Readonly<Pod> | undefined): void {
    const { cluster, queue } = this.#options;
    const old = isPlaced(before) ? cluster.placed(now.uid) : undefined;
    cluster.setPod(now);
    if (old === undefined) {
      cluster.nominations.delete(now.uid);
      queue.delete(now.key);
      queue.happened({ what: 'pod', now });
    } else if (differ(old.labels, now.labels) || takesLess(old, now)) queue.happened({ what: 'pod', old, now });
  }

  #podWaits(now: PodInfo, before: Readonly<Pod> | undefined): void {
    const { cluster, queue } = this.#options;
    if (cluster.isAssumed(now.uid)) {
      // It is being bound; only its end is of interest.
      if (now.isTerminating) this.#forget(now);
      return;
    }
    if (before === undefined) {
      cluster.nominations.set(now, now.nominatedNode);
      return queue.add(now);
    }
    const old = new PodInfo(before);
    // Where the API has never said anything, what was chosen here stands.
    const isSilent = old.nominatedNode === '' && now.nominatedNode === '';
    cluster.nominations.set(now, isSilent ? cluster.nominations.nodeOf(now.uid) : now.nominatedNode);
    queue.update(old, now);
    if (old.nominatedNode !== '' && old.nominatedNode !== now.nominatedNode) this.#roomGivenUp(old);
  }

  #podGone(before: Readonly<Pod>): void {
    const { cluster, queue, schedulerNames } = this.#options;
    const uid = before.metadata.uid ?? '';
    if (isPlaced(before)) {
      const old = cluster.placed(uid) ?? new PodInfo(before);
      cluster.removePod(uid);
      return queue.happened({ what: 'pod', old });
    }
    if (!schedulerNames.has(before.spec.schedulerName ?? '')) return;
    const old = new PodInfo(before);
    queue.delete(old.key);
    cluster.nominations.delete(uid);
    if (cluster.isAssumed(uid)) this.#forget(old);
    else if (old.nominatedNode !== '') this.#roomGivenUp(old);
  }

  #forget(old: PodInfo): void {
    const { cluster, queue } = this.#options;
    cluster.forget(old.uid);
    queue.happened({ what: 'pod', old });
  }

  /** Room that was kept for a pod helps those that had to leave it alone. */
  #roomGivenUp(old: PodInfo): void {
    this.#options.queue.happened({ what: 'pod', old }, ({ priority }) => priority <= old.priority);
  }
}

const isPlaced = (pod: Readonly<Pod> | undefined): boolean => (pod?.spec.nodeName ?? '') !== '';

function differ(one: Labels | undefined = {}, other: Labels | undefined = {}): boolean {
  const keys = Object.keys(one);
  return keys.length !== Object.keys(other).length || keys.some((key) => one[key] !== other[key]);
}

function takesLess({ requests: old }: PodInfo, { requests: now }: PodInfo): boolean {
  return (
    now.milliCpu < old.milliCpu ||
    now.memory < old.memory ||
    now.ephemeralStorage < old.ephemeralStorage ||
    [...(old.scalars ?? [])].some(([name, amount]) => (now.scalars?.get(name) ?? 0) < amount)
  );
}
